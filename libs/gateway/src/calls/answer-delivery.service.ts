import { Inject, Injectable } from '@nestjs/common';
import { routeHeaders, type CallOutcome } from '@onegate/models';
import { CONFIGURATION, LOGGER, type Configuration, type Logger } from '@onegate/platform';
import {
  ReceiptDesk,
  type AdmittedCall,
  type CallEnd,
  type CallStatus,
  type UsageEvent,
} from '@onegate/usage';
import type { AnswerEnd, StreamedAnswer } from '../answers/begun-answer.js';
import type { CallTerms } from '../protocols/client-protocol.js';
import type { Success } from '../routes/route-tries.service.js';
import { AnswerReadable } from './answer-readable.js';
import type { GatewayAnswer, GatewayCall } from './gateway-call.js';

export interface AnsweredCall {
  readonly call: GatewayCall;
  /** Of its usage event, which is there once the call has ended. */
  readonly eventId: string;
  readonly terms: CallTerms;
  readonly admitted: AdmittedCall;
  readonly success: Success;
  /** By the clock that never jumps. */
  readonly startedAt: number;
}

/** Brings an answer to its client, and sees to it that it is settled once, whatever way it ends. */
@Injectable()
export class AnswerDelivery {
  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly receipts: ReceiptDesk,
  ) {}

  async deliver(answered: AnsweredCall): Promise<GatewayAnswer> {
    const { answer, lease } = answered.success;
    const headers = headersOf(answered);
    if (answer.kind === 'whole') {
      const event = await this.settle(answered, answer.end, 'none');
      const { tap } = answered.call;
      const body = tap ? await tap.whole(answer.body) : answer.body;
      return { status: 200, headers: { ...headers, ...this.receiptHeader(event) }, body };
    }
    void lease.started({ firstByteMs: answered.success.firstByteMs });
    const { keepAliveSeconds } = this.config.gateway;
    const body = new AnswerReadable(this.settled(answered, answer), {
      everyMs: keepAliveSeconds * 1_000,
      text: answered.call.protocol.keepAlive,
    });
    return { status: 200, headers, body };
  }

  /** The pieces of a stream; behind the last one, or when the client has gone, the call is settled. */
  private async *settled(answered: AnsweredCall, answer: StreamedAnswer): AsyncGenerator<Buffer | string> {
    const { tap } = answered.call;
    let disconnect: CallEnd['disconnect'] = 'cancelled';
    try {
      for (;;) {
        const { value, done } = await answer.pieces.next();
        if (done) break;
        const piece = tap ? await tap.piece(value) : value;
        if (piece.length > 0) yield piece;
      }
      disconnect = 'none';
    } finally {
      if (disconnect !== 'none') disconnect = await this.abandon(answered, answer);
      await this.settle(answered, await answer.end(), disconnect);
      await tap?.ended();
    }
  }

  /** Nobody listens any more: the provider is stopped, or heard to its end, by the setting. */
  private async abandon(
    { success, call }: AnsweredCall,
    answer: StreamedAnswer,
  ): Promise<'cancelled' | 'drained'> {
    if (this.config.gateway.whenClientLeaves === 'drain') {
      for (;;) {
        const { value, done } = await answer.pieces.next();
        if (done) return 'drained';
        await call.tap?.piece(value);
      }
    }
    success.stop.stop();
    await answer.pieces.return?.();
    return 'cancelled';
  }

  private async settle(
    answered: AnsweredCall,
    end: AnswerEnd,
    disconnect: CallEnd['disconnect'],
  ): Promise<UsageEvent | null> {
    const { success, admitted, startedAt, call } = answered;
    success.stop.over();
    const latencyMs = Math.round(performance.now() - startedAt);
    const status = statusOf(end, disconnect);
    call.onEnd?.(status);
    const event = await this.charge(admitted, {
      model: success.model,
      route: success.lease.route,
      usage: { request: 1, ...end.usage },
      countSource: end.countSource,
      reportedCostNano: end.reportedCostNano,
      generationId: end.generationId,
      status,
      httpStatus: 200,
      finishReason: end.finishReason,
      disconnect,
      latencyMs,
      firstTokenMs: success.firstByteMs,
      attempts: success.tries,
      isCached: false,
    });
    await success.lease.release({
      outcome: outcomes[status],
      firstByteMs: success.firstByteMs,
      tokens: tokensIn(end),
    });
    return event;
  }

  private async charge(admitted: AdmittedCall, end: CallEnd): Promise<UsageEvent | null> {
    try {
      return await admitted.settle(end);
    } catch (err) {
      this.log.error({ err, generation: end.generationId }, 'A call could not be settled');
      return null;
    }
  }

  /** A stream has sent its headers before anybody knows what it costs: its receipt is asked for afterwards. */
  private receiptHeader(event: UsageEvent | null): Record<string, string> {
    const receipt = event && this.config.usage.receipts ? this.receipts.receiptFor(event) : null;
    return receipt === null ? {} : { 'x-onegate-receipt': receipt };
  }
}

const outcomes: Readonly<Record<CallStatus, CallOutcome>> = {
  completed: 'success',
  cancelled: 'cancelled',
  cut_off: 'success',
  interrupted: 'server_error',
  failed: 'server_error',
};

function statusOf({ failure }: AnswerEnd, disconnect: CallEnd['disconnect']): CallStatus {
  if (disconnect !== 'none') return 'cancelled';
  return failure === null ? 'completed' : 'interrupted';
}

function tokensIn({ usage }: AnswerEnd): number {
  return Object.values(usage).reduce((sum: number, units) => sum + Number(units), 0);
}

/** Which way a call went, for whoever wants to know; nothing of our accounts. */
function headersOf({ success, admitted, terms, eventId }: AnsweredCall): Record<string, string> {
  const { answer, model, lease, tries } = success;
  return {
    ...answer.headers,
    ...admitted.headers,
    ...routeHeaders(lease.route),
    'content-type': answer.contentType,
    ...(terms.isStream && { 'cache-control': 'no-cache', 'x-accel-buffering': 'no' }),
    'x-onegate-event': eventId,
    'x-onegate-model': model.slug,
    'x-onegate-provider': lease.route.account.kind,
    'x-onegate-tries': String(tries),
    ...(answer.isTranslated && { 'x-onegate-translated': 'true' }),
  };
}
