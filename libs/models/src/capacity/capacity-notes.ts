import { Injectable } from '@nestjs/common';
import { RedisKeys } from '@onegate/platform';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { testCodes } from '../upstream-accounts/account-test.schema.js';

const keptForSeconds = 86_400;

const capacityNote = z.object({
  /** When the provider was asked. */
  at: z.number(),
  code: z.enum(testCodes),
  /** What it says is left of the money, in nano-dollars; none where it does not say. */
  moneyLeft: z.string().nullable(),
});

/** What asking a provider brought to light. */
export type CapacityNote = z.output<typeof capacityNote>;

/** The last word of each provider about its account, for all processes. */
@Injectable()
export class CapacityNotes {
  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
  ) {}

  async of(accountId: number): Promise<CapacityNote | null> {
    const text = await this.redis.get(this.keyOf(accountId));
    return text === null ? null : (capacityNote.safeParse(JSON.parse(text)).data ?? null);
  }

  async keep(accountId: number, note: CapacityNote): Promise<void> {
    await this.redis.set(this.keyOf(accountId), JSON.stringify(note), 'EX', keptForSeconds);
  }

  private keyOf(accountId: number): string {
    return this.keys.tagged(`upstream-${accountId}`, 'note');
  }
}
