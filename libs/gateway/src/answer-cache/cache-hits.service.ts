import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import { Admission, ReceiptDesk } from '@onegate/usage';
import { CallAsks, type AskedCall } from '../calls/call-asks.service.js';
import type { GatewayCall } from '../calls/gateway-call.js';

/** Books the calls that are answered from memory: they count as calls, and cost nothing. */
@Injectable()
export class CacheHits {
  constructor(
    private readonly asks: CallAsks,
    private readonly admission: Admission,
    private readonly receipts: ReceiptDesk,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  askOf(call: GatewayCall): Promise<AskedCall> {
    return this.asks.of(call);
  }

  /** Answers what tells of this call in the place of what told of the one that was remembered. */
  async admit({ ask, models: [model] }: AskedCall): Promise<Record<string, string>> {
    if (!model) return {};
    const startedAt = performance.now();
    const admitted = await this.admission.admit(ask);
    const event = await admitted.settle({
      model,
      route: null,
      usage: {},
      countSource: 'counted',
      reportedCostNano: null,
      generationId: null,
      status: 'completed',
      httpStatus: 200,
      finishReason: null,
      disconnect: 'none',
      latencyMs: Math.round(performance.now() - startedAt),
      firstTokenMs: null,
      attempts: 0,
      isCached: true,
    });
    const receipt = this.config.usage.receipts ? await this.receipts.receiptFor(event) : null;
    return { 'x-onegate-event': event.id, ...(receipt !== null && { 'x-onegate-receipt': receipt }) };
  }
}
