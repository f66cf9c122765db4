import { Injectable } from '@nestjs/common';
import { ModelsService, type CatalogModel } from '@onegate/models';
import { newId } from '@onegate/platform';
import type { CallAsk } from '@onegate/usage';
import { AttachmentLoader } from '../attachments/attachment-loader.service.js';
import type { CallTerms } from '../protocols/client-protocol.js';
import { estimatePromptTokens } from '../usage-reading/estimate-prompt-tokens.js';
import { modelMissing } from './call.errors.js';
import type { GatewayCall } from './gateway-call.js';

/** A call of which it is known what it asks for. */
export interface AskedCall {
  /** With the content of the files that it names. */
  readonly call: GatewayCall;
  readonly terms: CallTerms;
  /** In the order in which they are tried. */
  readonly models: readonly CatalogModel[];
  readonly promptTokens: number;
  /** What admission is asked. */
  readonly ask: CallAsk;
}

/** Reads what a call asks for: of which models, and how much. */
@Injectable()
export class CallAsks {
  constructor(
    private readonly models: ModelsService,
    private readonly attachments: AttachmentLoader,
  ) {}

  async of(asked: GatewayCall): Promise<AskedCall> {
    const call = await this.attachments.inlined(asked);
    const terms = call.protocol.terms(call.body);
    const models = await this.modelsFor(terms);
    const promptTokens = estimatePromptTokens(call.protocol.name, call.body);
    return { call, terms, models, promptTokens, ask: askOf(call, terms, models, promptTokens) };
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
}

function askOf(
  call: GatewayCall,
  { maxOutputTokens, answers, serviceUser, isStream, others, models: [requestedModel = ''] }: CallTerms,
  models: readonly CatalogModel[],
  promptTokens: number,
): CallAsk {
  return {
    eventId: newId('evt'),
    requestId: call.requestId,
    principal: call.principal,
    ip: call.ip,
    serviceUser,
    operation: call.protocol.operation,
    requestedModel,
    models,
    estimate: { promptTokens, maxOutputTokens, answers, others: { request: 1, ...others } },
    isStream,
  };
}
