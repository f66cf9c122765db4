import { Injectable } from '@nestjs/common';
import { Admission } from '@onegate/usage';
import { CallAsks, type AskedCall } from '../calls/call-asks.service.js';
import type { GatewayCall } from '../calls/gateway-call.js';

/** Books the calls that are answered from memory: they count as calls, and cost nothing. */
@Injectable()
export class CacheHits {
  constructor(
    private readonly asks: CallAsks,
    private readonly admission: Admission,
  ) {}

  askOf(call: GatewayCall): Promise<AskedCall> {
    return this.asks.of(call);
  }

  async admit({ ask, models: [model] }: AskedCall): Promise<void> {
    if (!model) return;
    const startedAt = performance.now();
    const admitted = await this.admission.admit(ask);
    await admitted.settle({
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
  }
}
