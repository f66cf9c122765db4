import { Injectable } from '@nestjs/common';
import { CallTracing, type CallTrace } from '@onegate/platform';
import { Admission, AdmissionMetrics, type AdmittedCall } from '@onegate/usage';
import { errorWord, operationWord } from '../tracing/gen-ai-words.js';
import { CallAsks, type AskedCall } from './call-asks.service.js';
import type { GatewayCall } from './gateway-call.js';

/** A call that may be made. */
export interface BegunCall {
  readonly asked: AskedCall;
  readonly admitted: AdmittedCall;
  readonly trace: CallTrace;
}

/** The first steps of a call: what it asks for, and whether it may. */
@Injectable()
export class CallBeginning {
  constructor(
    private readonly asks: CallAsks,
    private readonly admission: Admission,
    private readonly tracing: CallTracing,
    private readonly metrics: AdmissionMetrics,
  ) {}

  async begin(call: GatewayCall): Promise<BegunCall> {
    const trace = this.tracing.begin(call.headers);
    try {
      const asked = await this.asks.of(call);
      trace.asked(askedFacts(asked));
      const admitted = await trace.part('admission', () =>
        this.metrics.timed(this.admission.admit(asked.ask)),
      );
      return { asked, admitted, trace };
    } catch (thrown) {
      trace.failed(errorWord(thrown));
      throw thrown;
    }
  }
}

function askedFacts({ ask }: AskedCall) {
  return {
    eventId: ask.eventId,
    operation: operationWord(ask.operation),
    model: ask.requestedModel,
    isStream: ask.isStream,
    maxOutputTokens: ask.estimate.maxOutputTokens,
  };
}
