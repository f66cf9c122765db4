import { Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { laravelPage, pageQuery, Requires, type LaravelPage, type PageQuery } from '@onegate/platform';
import { DeadLetterDesk, type UsageDeadLetter } from '@onegate/usage';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AdminController, Answers, done, pageOf, rowId } from './admin-surface.js';
import { pageAddress } from './page-address.js';

const deadLetterView = z
  .object({
    id: z.int(),
    entry_id: z.string(),
    entry: z.string().meta({ description: 'The entry as it came' }),
    reason: z.string(),
    died_at: z.iso.datetime(),
  })
  .meta({ id: 'UsageDeadLetter' });
type DeadLetterView = z.input<typeof deadLetterView>;

const replayedView = z.object({ replayed: z.int(), still_dead: z.int() }).meta({ id: 'DeadLettersReplayed' });

/** Usage events that could not be taken in: nobody was charged for them. */
@AdminController('usage-dead-letters')
@Requires('platform.billing.write')
export class UsageDeadLettersController {
  constructor(private readonly desk: DeadLetterDesk) {}

  @Get()
  @ApiOperation({ summary: 'Usage events that were put aside, and why; the latest first' })
  @Answers(pageOf(deadLetterView))
  async list(
    @Query({ schema: pageQuery }) page: PageQuery,
    @Req() request: FastifyRequest,
  ): Promise<LaravelPage<DeadLetterView>> {
    const { rows, total } = await this.desk.list(page);
    return laravelPage({ rows: rows.map(toView), total }, page, pageAddress(request));
  }

  @Post('replay')
  @ApiOperation({ summary: 'Try all of them again' })
  @Answers(replayedView)
  async replayAll(@Who() who: Principal): Promise<z.input<typeof replayedView>> {
    const { replayed, stillDead } = await this.desk.replayAll(who);
    return { replayed, still_dead: stillDead };
  }

  @Post(':id/replay')
  @ApiOperation({
    summary: 'Try one again',
    description: 'It is charged once, however often. 409 with the reason where it still cannot be taken in.',
  })
  @Answers(done)
  async replay(@Who() who: Principal, @Param('id', rowId) id: number): Promise<z.input<typeof done>> {
    await this.desk.replay(who, id);
    return { message: 'The event was taken in' };
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Put one away for good: nobody is charged for it' })
  @Answers(done)
  async discard(@Who() who: Principal, @Param('id', rowId) id: number): Promise<z.input<typeof done>> {
    await this.desk.discard(who, id);
    return { message: 'The event was put away' };
  }
}

function toView({ id, entryId, entry, reason, diedAt }: UsageDeadLetter): DeadLetterView {
  return { id, entry_id: entryId, entry, reason, died_at: diedAt.toISOString() };
}
