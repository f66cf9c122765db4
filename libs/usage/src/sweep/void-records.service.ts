import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { Database, Metrics, RedisKeys } from '@onegate/platform';
import { Redis } from 'ioredis';
import { Counter } from 'prom-client';

const atOnce = 1_000;

interface VoidRow {
  readonly call_id: string;
  readonly reason: string;
  readonly voided_at: string;
  readonly hold_nano: string;
  readonly process: string;
  readonly placed_at: string;
}

const insertVoided = `insert into voided_holds (call_id, account, process, reason, hold_nano, placed_at, voided_at)
  select r.call_id, $2, r.process, r.reason, r.hold_nano, r.placed_at, r.voided_at
  from jsonb_to_recordset($1::jsonb) as r(call_id text, process text, reason text, hold_nano bigint,
    placed_at timestamptz, voided_at timestamptz)
  on conflict do nothing`;

/** Brings word of ended holds from Redis to Postgres. */
@Injectable()
export class VoidRecords {
  private readonly voided: Counter<'reason'>;

  constructor(
    private readonly database: Database,
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
    { registry }: Metrics,
  ) {
    this.voided = new Counter({
      name: 'onegate_holds_voided_total',
      help: 'Holds that ended without their call: its process was gone, or it took too long',
      labelNames: ['reason'],
      registers: [registry],
    });
    for (const reason of ['process', 'aged']) this.voided.inc({ reason }, 0);
  }

  /** Each is taken out of the list by its text, so that two at the same time take nothing that the other has not written. */
  async collect(tag: AccountTag): Promise<number> {
    const key = this.keys.tagged(tag, 'voided');
    let count = 0;
    for (;;) {
      const texts = await this.redis.lrange(key, 0, atOnce - 1);
      if (texts.length === 0) return count;
      const rows = texts.map(rowOf);
      await this.database.query(insertVoided, [JSON.stringify(rows), tag]);
      for (const { reason } of rows) this.voided.inc({ reason });
      await Promise.all(texts.map((text) => this.redis.lrem(key, 1, text)));
      count += texts.length;
    }
  }
}

/** call|reason|voided at|amount|process|key|tokens|placed at|ends at|scopes */
function rowOf(text: string): VoidRow {
  const [callId = '', reason = '', voidedAt = '0', hold = '0', process = '', , , placedAt = '0'] =
    text.split('|');
  return {
    call_id: callId,
    reason,
    voided_at: new Date(Number(voidedAt)).toISOString(),
    hold_nano: hold,
    process,
    placed_at: new Date(Number(placedAt)).toISOString(),
  };
}
