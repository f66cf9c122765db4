import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import { AnswerReadable } from '../calls/answer-readable.js';
import type { GatewayAnswer } from '../calls/gateway-call.js';
import { responsesProtocol } from '../protocols/responses.protocol.js';
import { eventsOf, frameOf, isTerminal, lastEvent, streamHeaders } from './replayed-events.js';
import { ResponseEvents } from './response-events.service.js';
import { isOver } from './response-life.js';
import { ResponseStore, type KeptResponse } from './response-store.service.js';
import type { StateOwner } from './state-owner.js';

export interface ReplayAsk {
  /** The number of the last event that its client has; -1 for none. */
  readonly startingAfter: number;
  readonly gone: AbortSignal;
}

const lookEveryMs = 100;

/** Tells the events of a stored response again, and goes on with those that are still to come. */
@Injectable()
export class ResponseReplay {
  constructor(
    private readonly store: ResponseStore,
    private readonly events: ResponseEvents,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  async stream(owner: StateOwner, responseId: string, ask: ReplayAsk): Promise<GatewayAnswer> {
    const kept = await this.store.get(owner, responseId);
    const body = new AnswerReadable(this.frames(owner, kept, ask), {
      everyMs: this.config.gateway.keepAliveSeconds * 1_000,
      text: responsesProtocol.keepAlive,
    });
    return { status: 200, headers: streamHeaders, body };
  }

  private async *frames(owner: StateOwner, begun: KeptResponse, ask: ReplayAsk): AsyncGenerator<string> {
    for await (const event of this.told(owner, begun, ask)) yield frameOf(event);
  }

  private async *told(
    owner: StateOwner,
    begun: KeptResponse,
    { startingAfter, gone }: ReplayAsk,
  ): AsyncGenerator<string> {
    let kept = begun;
    let next = startingAfter + 1;
    let last = '';
    for (;;) {
      const events = await this.events.from(kept.rowId, next);
      yield* events;
      next += events.length;
      last = events.at(-1) ?? last;
      if (isOver(kept.status) || gone.aborted) break;
      if (events.length === 0) await delay(lookEveryMs);
      kept = await this.store.get(owner, kept.responseId);
    }
    if (!gone.aborted && !isTerminal(last)) yield* await this.missing(kept, next);
  }

  /** A response that came in one piece has no events of its own; one that was broken off has no last one. */
  private async missing({ rowId, response }: KeptResponse, next: number): Promise<string[]> {
    const stored = await this.events.from(rowId, 0);
    if (stored.length === 0) return eventsOf(response).slice(next);
    return next > stored.length || isTerminal(stored.at(-1) ?? '') ? [] : [lastEvent(response, next)];
  }
}
