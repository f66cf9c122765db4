import { Inject, Injectable } from '@nestjs/common';
import { factsOf, type CallOutcome } from '@onegate/models';
import { CONFIGURATION, LOGGER, type Configuration, type Logger } from '@onegate/platform';
import {
  ReceiptDesk,
  tokenCounts,
  type AdmittedCall,
  type CallEnd,
  type CallStatus,
  type PricedEnd,
  type UsageEvent,
} from '@onegate/usage';
import type { AnswerEnd, StreamedAnswer } from '../answers/begun-answer.js';
import type { PricedAnswer, Retelling } from '../answers/retelling.js';
import { headersOf } from './answer-headers.js';
import { AnswerReadable } from './answer-readable.js';
import type { AnsweredCall, ToldCall } from './answered-call.js';
import type { GatewayAnswer } from './gateway-call.js';
import { HoldWatch } from './hold-watch.js';

const over = { value: undefined, done: true } as const;

/** Brings an answer to its client, and sees to it that it is settled once, whatever way it ends. */
@Injectable()
export class AnswerDelivery {
  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly receipts: ReceiptDesk,
  ) {}

  async deliver(call: AnsweredCall): Promise<GatewayAnswer> {
    const answered = { ...call, retelling: retellingOf(call), isCutOff: false };
    const { answer, lease, firstByteMs } = answered.success;
    const headers = headersOf(answered);
    if (answer.kind === 'whole') {
      const receipt = await this.settle(answered, answer.end, 'none');
      const body = answered.retelling?.whole(answer.body, pricedOf(answered, answer.end)) ?? answer.body;
      const { tap } = answered.call;
      const said = tap ? await tap.whole(body) : body;
      const receipted = receipt === null ? headers : { ...headers, 'x-onegate-receipt': receipt };
      return { status: 200, headers: receipted, body: said };
    }
    void lease.started({ firstByteMs, headers: answer.upstreamHeaders });
    const { keepAliveSeconds } = this.config.gateway;
    const pieces = this.settled(answered, answer, () => body.saysNoMore());
    const body: AnswerReadable = new AnswerReadable(pieces, {
      everyMs: keepAliveSeconds * 1_000,
      text: answered.call.protocol.keepAlive,
    });
    return { status: 200, headers, body };
  }

  /** The pieces of a stream; behind the last one, or when the client has gone, the call is settled. */
  private async *settled(
    answered: ToldCall,
    answer: StreamedAnswer,
    onceSaid: () => void,
  ): AsyncGenerator<Buffer | string> {
    const { call, retelling, success } = answered;
    const watch = this.watchOver(answered, answer);
    let disconnect: CallEnd['disconnect'] = 'cancelled';
    let end: AnswerEnd | undefined;
    try {
      for (;;) {
        const { value, done } = await this.next(answered, answer, watch);
        if (done) break;
        const said = this.say(answered, value);
        const piece = said instanceof Promise ? await said : said;
        if (piece.length > 0) yield piece;
      }
      // A stream that ends because it was stopped has not come to its end.
      if (call.gone.aborted && success.stop.signal.aborted) return;
      disconnect = 'none';
      onceSaid();
      end = await endedAs(answered, answer);
      if (retelling) yield retelling.rest(pricedOf(answered, end));
    } finally {
      if (disconnect !== 'none')
        disconnect = await this.abandon(answered, answer).catch((err: unknown) => {
          this.log.warn({ err }, 'An answer that nobody listens to any more could not be ended well');
          return 'cancelled' as const;
        });
      await this.settle(answered, end ?? (await answer.end()), disconnect);
      await call.tap?.ended();
    }
  }

  /** In the client's words, and on the record where one is kept. */
  private say({ call: { tap }, retelling }: ToldCall, value: Buffer | string) {
    const said = retelling ? retelling.piece(value) : value;
    return tap ? tap.piece(said) : said;
  }

  private next(answered: ToldCall, { pieces }: StreamedAnswer, watch: HoldWatch | null) {
    if (answered.isCutOff) return over;
    return watch?.isLong ? this.nextPaid(answered, pieces, watch) : pieces.next();
  }

  /** The last one is what ends an answer that is not paid for any more. */
  private async nextPaid(answered: ToldCall, pieces: StreamedAnswer['pieces'], watch: HoldWatch) {
    const ending = await watch.ending();
    if (ending === null) return pieces.next();
    answered.isCutOff = true;
    return { value: ending, done: false } as const;
  }

  private watchOver({ admitted, call, success: { model } }: ToldCall, { cut }: StreamedAnswer) {
    return this.config.usage.cutOff ? HoldWatch.over(admitted, call, { cut, model }) : null;
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
    await stopped({ success }, answer);
    return 'cancelled';
  }

  /** Answers the receipt of a whole answer. */
  private async settle(
    answered: ToldCall,
    end: AnswerEnd,
    disconnect: CallEnd['disconnect'],
  ): Promise<string | null> {
    const { success, admitted, startedAt, call, retelling, trace } = answered;
    success.stop.over();
    const latencyMs = Math.round(performance.now() - startedAt);
    const status = answered.isCutOff && disconnect === 'none' ? 'cut_off' : statusOf(end, disconnect);
    call.onEnd?.(status);
    const callEnd: CallEnd = {
      ...pricedEndOf(answered, end),
      countSource: end.countSource,
      reportedCostNano: end.reportedCostNano,
      generationId: retelling?.id ?? end.generationId,
      status,
      httpStatus: 200,
      finishReason: end.finishReason,
      disconnect,
      latencyMs,
      firstTokenMs: success.firstByteMs,
      attempts: success.tries,
    };
    const isReceipted = this.config.usage.receipts && success.answer.kind === 'whole';
    const [receipt] = await Promise.all([
      trace.part('settlement', () => this.charge(admitted, callEnd, isReceipted)),
      success.lease.release({
        outcome: outcomes[status],
        firstByteMs: success.firstByteMs,
        tokens: tokensIn(end),
        ...(success.answer.kind === 'whole' && { headers: success.answer.upstreamHeaders }),
      }),
    ]);
    trace.ended(traceEnd(answered, callEnd, end));
    return receipt;
  }

  /**
   * The receipt is signed while Redis is told of the charge. A stream has sent its headers before anybody knows what it
   * costs: its receipt is asked for afterwards.
   */
  private async charge(admitted: AdmittedCall, end: CallEnd, isReceipted: boolean): Promise<string | null> {
    let receipt = Promise.resolve<string | null>(null);
    try {
      await admitted.settle(end, (event) => {
        if (isReceipted) receipt = this.receiptFor(event);
      });
    } catch (err) {
      this.log.error({ err, generation: end.generationId }, 'A call could not be settled');
    }
    return receipt;
  }

  /** The call is over and charged: an answer without a receipt is better than none. */
  private receiptFor(event: UsageEvent): Promise<string | null> {
    return this.receipts.receiptFor(event).catch((err: unknown) => {
      this.log.error({ err, event: event.id }, 'A receipt could not be signed');
      return null;
    });
  }
}

function retellingOf({ call, success: { model, lease } }: AnsweredCall): Retelling | null {
  const provider = factsOf(lease.route.account.kind).label;
  return call.protocol.retold?.({ model: model.slug, provider }) ?? null;
}

function pricedEndOf({ success: { model, lease } }: AnsweredCall, { usage }: AnswerEnd): PricedEnd {
  return { model, route: lease.route, usage: { request: 1, ...usage }, isCached: false };
}

function pricedOf(answered: AnsweredCall, end: AnswerEnd): PricedAnswer {
  return { end, cost: answered.admitted.costOf(pricedEndOf(answered, end)) };
}

const outcomes: Readonly<Record<CallStatus, CallOutcome>> = {
  completed: 'success',
  cancelled: 'cancelled',
  cut_off: 'success',
  interrupted: 'server_error',
  failed: 'server_error',
};

/** The provider is told that no more is wanted. */
async function stopped(
  { success }: Pick<AnsweredCall, 'success'>,
  { pieces }: StreamedAnswer,
): Promise<void> {
  success.stop.stop();
  await pieces.return?.();
}

async function endedAs(answered: ToldCall, answer: StreamedAnswer): Promise<AnswerEnd> {
  if (!answered.isCutOff) return answer.end();
  await stopped(answered, answer);
  return { ...(await answer.end()), finishReason: 'length', failure: null };
}

function statusOf({ failure }: AnswerEnd, disconnect: CallEnd['disconnect']): CallStatus {
  if (disconnect !== 'none') return 'cancelled';
  return failure === null ? 'completed' : 'interrupted';
}

function traceEnd({ success, terms, startedAt }: AnsweredCall, call: CallEnd, { failure }: AnswerEnd) {
  return {
    model: success.lease.route.upstreamName,
    responseId: call.generationId,
    finishReason: call.finishReason,
    status: call.status,
    tokens: tokenCounts(call.usage),
    firstTokenMs: terms.isStream ? success.beganAt - startedAt : null,
    error: failure?.code ?? null,
  };
}

function tokensIn({ usage }: AnswerEnd): number {
  return Object.values(usage).reduce((sum: number, units) => sum + Number(units), 0);
}
