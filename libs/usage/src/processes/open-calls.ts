import { Inject, Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import { HoldBook } from '../holds/hold-book.service.js';
import type { OpenCall } from '../settlement/open-call.js';
import { ProcessLease } from './process-lease.service.js';

const atOnce = 500;

/** The calls of this process that are under way: when Redis has lost their holds, it gets them back. */
@Injectable()
export class OpenCalls {
  private readonly calls = new Map<string, OpenCall>();

  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    private readonly holds: HoldBook,
    private readonly lease: ProcessLease,
  ) {
    lease.onLost(() => this.keepAll());
  }

  get process(): string {
    return this.lease.process;
  }

  /** How long a call can be in Redis before it is known here. */
  get admissionMillis(): number {
    return this.config.usage.redisPatienceMillis;
  }

  add(call: OpenCall): void {
    this.calls.set(call.ask.eventId, call);
  }

  remove(call: OpenCall): void {
    this.calls.delete(call.ask.eventId);
  }

  /** Those that Redis has a hold for. */
  held(): OpenCall[] {
    return [...this.calls.values()].filter(({ record }) => record !== null);
  }

  /**
   * Ends the holds of calls that are over: a Redis that came back with what it knew a while ago holds them again. A call
   * that is just being admitted is not known here yet.
   */
  async endStray(tag: AccountTag): Promise<void> {
    const before = this.lease.redisNow() - this.admissionMillis;
    const holds = await this.holds.holdsOf(tag, this.process);
    const stray = holds.filter(({ callId, placedAt }) => placedAt < before && !this.calls.has(callId));
    for (const { callId } of stray) await this.holds.release(tag, callId);
  }

  private async keepAll(): Promise<void> {
    for (const [tag, calls] of Map.groupBy(this.calls.values(), ({ tag }) => tag)) {
      const holds = calls.flatMap(({ ask, record }) => (record ? [{ callId: ask.eventId, record }] : []));
      for (let from = 0; from < holds.length; from += atOnce) {
        await this.keep(tag, holds.slice(from, from + atOnce));
      }
    }
  }

  /** One that has ended meanwhile must not be left behind. */
  private async keep(tag: AccountTag, holds: readonly { callId: string; record: string }[]): Promise<void> {
    await this.holds.keep(tag, holds);
    for (const { callId } of holds) if (!this.calls.has(callId)) await this.holds.release(tag, callId);
  }
}
