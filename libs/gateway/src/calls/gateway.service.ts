import { Injectable } from '@nestjs/common';
import { accountOfKey } from '@onegate/billing';
import { ModelsService, type CatalogModel } from '@onegate/models';
import { newId } from '@onegate/platform';
import { Admission, type AdmittedCall } from '@onegate/usage';
import { AttachmentLoader } from '../attachments/attachment-loader.service.js';
import { RouteTries, type Success } from '../routes/route-tries.service.js';
import type { CallTerms } from '../protocols/client-protocol.js';
import { estimatePromptTokens } from '../usage-reading/estimate-prompt-tokens.js';
import { AnswerDelivery } from './answer-delivery.service.js';
import type { GatewayAnswer, GatewayCall } from './gateway-call.js';
import { modelMissing } from './call.errors.js';

/** The way of a call: what it asks for, whether it may, who answers it, and how the answer goes back. */
@Injectable()
export class Gateway {
  constructor(
    private readonly models: ModelsService,
    private readonly admission: Admission,
    private readonly tries: RouteTries,
    private readonly delivery: AnswerDelivery,
    private readonly attachments: AttachmentLoader,
  ) {}

  async answer(asked: GatewayCall): Promise<GatewayAnswer> {
    const startedAt = performance.now();
    const call = await this.attachments.inlined(asked);
    const terms = call.protocol.terms(call.body);
    const models = await this.modelsFor(terms);
    const promptTokens = estimatePromptTokens(call.protocol.name, call.body);
    const admitted = await this.admit(call, terms, models, promptTokens);
    const success = await this.firstAnswer({ call, terms, models, promptTokens, admitted });
    return this.delivery.deliver({ call, terms, admitted, success, startedAt });
  }

  private async firstAnswer(ready: ReadyCall): Promise<Success> {
    const { call, terms, models, promptTokens, admitted } = ready;
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

  /** Those that cannot be called now are passed over, as long as one can. */
  private async modelsFor({ models: names }: CallTerms): Promise<CatalogModel[]> {
    if (names.length === 0) throw modelMissing();
    const found = await Promise.allSettled(names.map((name) => this.models.offered(name)));
    const models = found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const [refusal] = found.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    if (models.length === 0) throw refusal;
    return [...new Set(models)];
  }

  private admit(
    call: GatewayCall,
    { maxOutputTokens, serviceUser, isStream, others, models: [requestedModel = ''] }: CallTerms,
    models: readonly CatalogModel[],
    promptTokens: number,
  ): Promise<AdmittedCall> {
    return this.admission.admit({
      eventId: newId('evt'),
      requestId: call.requestId,
      principal: call.principal,
      ip: call.ip,
      serviceUser,
      operation: call.protocol.operation,
      requestedModel,
      models,
      estimate: { promptTokens, maxOutputTokens, others: { request: 1, ...others } },
      isStream,
    });
  }
}

interface ReadyCall {
  readonly call: GatewayCall;
  readonly terms: CallTerms;
  readonly models: readonly CatalogModel[];
  readonly promptTokens: number;
  readonly admitted: AdmittedCall;
}
