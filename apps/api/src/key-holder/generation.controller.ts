import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Who, type Principal } from '@onegate/auth';
import { Requires } from '@onegate/platform';
import { ContentDesk, Generations } from '@onegate/usage';
import { z } from 'zod';
import { apiTags } from '../docs/api-tags.js';
import { generationContentView, toGenerationContent } from './generation-content.view.js';
import { generationView, toGeneration } from './generation.view.js';

const generationQuery = z.object({ id: z.string().min(1).max(200) });
const contentAnswer = z.object({ data: generationContentView });
const generationAnswer = z.object({ data: generationView });

@ApiTags(apiTags.account)
@Controller('api/v1/generation')
export class GenerationController {
  constructor(
    private readonly generations: Generations,
    private readonly contents: ContentDesk,
  ) {}

  @Get()
  @Requires('inference.use')
  @ApiOperation({
    summary: 'What one answer used and cost',
    description:
      'By the id of the answer or of its usage event. It can be asked for a moment after the call has ended.',
  })
  @ApiResponse({ status: 200, standardSchema: generationAnswer })
  @ApiResponse({ status: 404, description: 'No such answer among those that the caller may see' })
  async read(
    @Who() who: Principal,
    @Query({ schema: generationQuery }) { id }: z.output<typeof generationQuery>,
  ): Promise<z.input<typeof generationAnswer>> {
    const event = await this.generations.find(who, id);
    return { data: toGeneration(event, await this.generations.correctionOf(event)) };
  }

  @Get('content')
  @Requires('inference.use')
  @ApiOperation({
    summary: 'What was asked and answered in one call, of an account that has this kept',
    description:
      'On the account of an organization it takes `tenant.content.read`. That it was read is written down.',
  })
  @ApiResponse({ status: 200, standardSchema: contentAnswer })
  @ApiResponse({ status: 404, description: 'No such call, or nothing of it is kept' })
  async content(
    @Who() who: Principal,
    @Query({ schema: generationQuery }) { id }: z.output<typeof generationQuery>,
  ): Promise<z.input<typeof contentAnswer>> {
    return { data: toGenerationContent(await this.contents.read(who, id)) };
  }
}
