import { Injectable } from '@nestjs/common';
import { accountOfKey } from '@onegate/billing';
import { Admission, type AdmittedCall } from '@onegate/usage';
import { RouteTries, type Success } from '../routes/route-tries.service.js';
import { ContentRecording } from '../contents/content-recording.service.js';
import { AnswerDelivery } from './answer-delivery.service.js';
import { CallAsks, type AskedCall } from './call-asks.service.js';
import type { GatewayAnswer, GatewayCall } from './gateway-call.js';

/** The way of a call: what it asks for, whether it may, who answers it, and how the answer goes back. */
@Injectable()
export class Gateway {
  constructor(
    private readonly asks: CallAsks,
    private readonly admission: Admission,
    private readonly tries: RouteTries,
    private readonly delivery: AnswerDelivery,
    private readonly contents: ContentRecording,
  ) {}

  async answer(call: GatewayCall): Promise<GatewayAnswer> {
    const startedAt = performance.now();
    const asked = await this.asks.of(call);
    const admitted = await this.admission.admit(asked.ask);
    const success = await this.firstAnswer(asked, admitted);
    const { terms } = asked;
    const { eventId } = asked.ask;
    const made = await this.contents.around(asked.call, eventId);
    return this.delivery.deliver({ call: made, eventId, terms, admitted, success, startedAt });
  }

  private async firstAnswer(asked: AskedCall, admitted: AdmittedCall): Promise<Success> {
    const { call, terms, models, promptTokens } = asked;
    const account = accountOfKey(call.principal);
    try {
      return await this.tries.firstAnswer({
        call,
        terms,
        models,
        clampedTo: admitted.isClamped ? admitted.maxOutputTokens : null,
        tokens: promptTokens + (admitted.maxOutputTokens ?? 0),
        tenantId: account.kind === 'organization' ? account.id : null,
      });
    } catch (thrown) {
      await admitted.release();
      throw thrown;
    }
  }
}
