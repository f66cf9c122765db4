import { Injectable } from '@nestjs/common';
import { RouteTries, type Success } from '../routes/route-tries.service.js';
import { ContentRecording } from '../contents/content-recording.service.js';
import { errorWord } from '../tracing/gen-ai-words.js';
import { AnswerDelivery } from './answer-delivery.service.js';
import { CallBeginning, type BegunCall } from './call-beginning.service.js';
import type { GatewayAnswer, GatewayCall } from './gateway-call.js';

/** The way of a call: what it asks for, whether it may, who answers it, and how the answer goes back. */
@Injectable()
export class Gateway {
  constructor(
    private readonly beginning: CallBeginning,
    private readonly tries: RouteTries,
    private readonly delivery: AnswerDelivery,
    private readonly contents: ContentRecording,
  ) {}

  async answer(call: GatewayCall): Promise<GatewayAnswer> {
    const startedAt = performance.now();
    const begun = await this.beginning.begin(call);
    const success = await this.firstAnswer(begun);
    const { asked, admitted, trace } = begun;
    const { terms } = asked;
    const { eventId } = asked.ask;
    const made = await this.contents.around(asked.call, eventId);
    return this.delivery.deliver({ call: made, eventId, terms, admitted, success, startedAt, trace });
  }

  private async firstAnswer({ asked, admitted, trace, tenantId, ahead }: BegunCall): Promise<Success> {
    const { call, terms, models, promptTokens } = asked;
    try {
      return await this.tries.firstAnswer({
        call,
        terms,
        models,
        answerLimit: admitted.answerLimit,
        tokens: promptTokens + (admitted.maxOutputTokens ?? 0),
        tenantId,
        trace,
        ahead,
      });
    } catch (thrown) {
      trace.failed(errorWord(thrown));
      await admitted.release();
      throw thrown;
    }
  }
}
