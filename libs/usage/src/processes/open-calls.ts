import { Inject, Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { LOGGER, type Logger } from '@onegate/platform';
import { HoldBook } from '../holds/hold-book.service.js';
import type { OpenCall } from '../settlement/open-call.js';
import { ProcessLease } from './process-lease.service.js';

const atOnce = 500;

/** The calls of this process that are under way: when Redis has lost their holds, it gets them back. */
@Injectable()
export class OpenCalls {
  private readonly calls = new Map<string, OpenCall>();
  private readonly toRelease = new Map<string, AccountTag>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly holds: HoldBook,
    private readonly lease: ProcessLease,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    lease.onLost(() => this.keepAll());
  }

  get process(): string {
    return this.lease.process;
  }

  add(call: OpenCall): void {
    this.calls.set(call.ask.eventId, call);
  }

  remove(call: OpenCall): void {
    this.calls.delete(call.ask.eventId);
  }

  /** Redis could not be told that a hold has ended: it is told when it is back. */
  releaseLater(tag: AccountTag, callId: string, err: unknown): void {
    this.log.debug({ err, callId }, 'A hold will be given back later');
    this.toRelease.set(callId, tag);
    this.timer ??= setInterval(() => void this.releaseAll().catch(() => undefined), 1_000).unref();
  }

  private async releaseAll(): Promise<void> {
    for (const [callId, tag] of this.toRelease) {
      await this.holds.release(tag, callId);
      this.toRelease.delete(callId);
    }
    clearInterval(this.timer);
    this.timer = undefined;
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
