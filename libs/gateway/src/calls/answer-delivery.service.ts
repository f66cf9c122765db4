import { Inject, Injectable } from '@nestjs/common';
import { factsOf } from '@onegate/models';
import { CONFIGURATION, LOGGER, type Configuration, type Logger } from '@onegate/platform';
import type { CallEnd } from '@onegate/usage';
import type { AnswerEnd, StreamedAnswer } from '../answers/begun-answer.js';
import type { Retelling } from '../answers/retelling.js';
import { headersOf } from './answer-headers.js';
import { AnswerReadable } from './answer-readable.js';
import type { AnsweredCall, CallUnderDelivery } from './answered-call.js';
import { CallSettlement } from './call-settlement.service.js';
import type { GatewayAnswer } from './gateway-call.js';
import { HoldWatch } from './hold-watch.js';
import { pricedOf } from './priced-end.js';

const over = { value: undefined, done: true } as const;

/** Brings an answer to its client, and sees to it that it is settled once, whatever way it ends. */
@Injectable()
export class AnswerDelivery {
  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly settlement: CallSettlement,
  ) {}

  async deliver(call: AnsweredCall): Promise<GatewayAnswer> {
    const answered = { ...call, retelling: retellingOf(call), isCutOff: false };
    const { answer, lease, firstByteMs } = answered.success;
    const headers = headersOf(answered);
    if (answer.kind === 'whole') {
      const receipt = await this.settlement.settle(answered, answer.end, 'none');
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
    answered: CallUnderDelivery,
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
      await this.settlement.settle(answered, end ?? (await answer.end()), disconnect);
      await call.tap?.ended();
    }
  }

  /** In the client's words, and on the record where one is kept. */
  private say({ call: { tap }, retelling }: CallUnderDelivery, value: Buffer | string) {
    const said = retelling ? retelling.piece(value) : value;
    return tap ? tap.piece(said) : said;
  }

  private next(answered: CallUnderDelivery, { pieces }: StreamedAnswer, watch: HoldWatch | null) {
    if (answered.isCutOff) return over;
    return watch?.isLong ? this.nextPaid(answered, pieces, watch) : pieces.next();
  }

  /** The last one is what ends an answer that is not paid for any more. */
  private async nextPaid(answered: CallUnderDelivery, pieces: StreamedAnswer['pieces'], watch: HoldWatch) {
    const ending = await watch.ending();
    if (ending === null) return pieces.next();
    answered.isCutOff = true;
    return { value: ending, done: false } as const;
  }

  private watchOver({ admitted, call, success: { model } }: CallUnderDelivery, { cut }: StreamedAnswer) {
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
}

function retellingOf({ call, success: { model, lease } }: AnsweredCall): Retelling | null {
  const provider = factsOf(lease.route.account.kind).label;
  return call.protocol.retold?.({ model: model.slug, provider }) ?? null;
}

/** The provider is told that no more is wanted. */
async function stopped(
  { success }: Pick<AnsweredCall, 'success'>,
  { pieces }: StreamedAnswer,
): Promise<void> {
  success.stop.stop();
  await pieces.return?.();
}

async function endedAs(answered: CallUnderDelivery, answer: StreamedAnswer): Promise<AnswerEnd> {
  if (!answered.isCutOff) return answer.end();
  await stopped(answered, answer);
  return { ...(await answer.end()), finishReason: 'length', failure: null };
}
