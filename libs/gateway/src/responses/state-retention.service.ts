import { Injectable } from '@nestjs/common';
import { Clock, Database, defineJob } from '@onegate/platform';
import { z } from 'zod';
import { ResponseStore } from './response-store.service.js';
import { processStopped } from './state.errors.js';

export const forgetOldState = defineJob({
  name: 'response-retention',
  about: 'Deletes stored responses and conversations whose time is over',
  payload: z.object({}),
});

export const sweepResponses = defineJob({
  name: 'response-sweep',
  about: 'Marks background responses as failed whose process has died',
  payload: z.object({}),
});

const batch = 1_000;

/** Ends what nobody else ends any more. */
@Injectable()
export class StateRetention {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly store: ResponseStore,
  ) {}

  async forgetOld(): Promise<void> {
    await this.deleteFrom('stored_responses');
    await this.deleteFrom('conversations');
  }

  async sweep(): Promise<void> {
    const error = { code: 'server_error', message: processStopped().message };
    for (const { owner, kept } of await this.store.abandoned())
      await this.store.update(owner, kept, { ...kept.response, status: 'failed', error });
  }

  /** A little at a time, so that nobody waits for a lock. */
  private async deleteFrom(table: 'stored_responses' | 'conversations'): Promise<void> {
    const now = this.clock.now();
    for (;;) {
      const [gone] = await this.database.query<{ count: string }>(
        `with gone as (
           delete from ${table} where id in (
             select id from ${table} where expires_at <= $1 limit ${batch} for update skip locked)
           returning id
         ) select count(*) from gone`,
        [now],
      );
      if (Number(gone?.count ?? 0) < batch) return;
    }
  }
}
