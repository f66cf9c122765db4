import { Inject, Injectable } from '@nestjs/common';
import type { CallOutcome } from '@onegate/models';
import { CONFIGURATION, LOGGER, type Configuration, type Logger } from '@onegate/platform';
import {
  ReceiptDesk,
  tokenCounts,
  type AdmittedCall,
  type CallEnd,
  type CallStatus,
  type UsageEvent,
} from '@onegate/usage';
import type { AnswerEnd } from '../answers/begun-answer.js';
import type { AnsweredCall, CallUnderDelivery } from './answered-call.js';
import { pricedEndOf } from './priced-end.js';

const outcomes: Readonly<Record<CallStatus, CallOutcome>> = {
  completed: 'success',
  cancelled: 'cancelled',
  cut_off: 'success',
  interrupted: 'server_error',
  failed: 'server_error',
};

/** Ends an answered call: it is charged, its place at the account is free again, and its trace is told how it ended. */
@Injectable()
export class CallSettlement {
  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly receipts: ReceiptDesk,
  ) {}

  /** Answers the receipt of a whole answer. */
  async settle(
    answered: CallUnderDelivery,
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
