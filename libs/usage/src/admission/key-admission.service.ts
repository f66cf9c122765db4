import { Injectable } from '@nestjs/common';
import { ModelsService, type CatalogModel } from '@onegate/models';
import { modelNotAllowed } from './admission.errors.js';
import { Admission, type AdmissionPreview, type AdmittedCall, type CallAsk } from './admission.js';

/** Admits calls by what their keys allow. */
@Injectable()
export class KeyAdmission extends Admission {
  constructor(private readonly models: ModelsService) {
    super();
  }

  async admit(ask: CallAsk): Promise<AdmittedCall> {
    const refusal = await this.refusalOf(ask);
    if (refusal) throw refusal;
    return {
      maxOutputTokens: ask.estimate.maxOutputTokens,
      isClamped: false,
      headers: {},
      settle: () => Promise.resolve(),
      release: () => Promise.resolve(),
    };
  }

  async preview(ask: CallAsk): Promise<AdmissionPreview> {
    const refusal = await this.refusalOf(ask);
    return {
      isAdmitted: refusal === null,
      refusal,
      maxOutputTokens: ask.estimate.maxOutputTokens,
      headers: {},
    };
  }

  /** A key may name models by any of their names. */
  private async refusalOf({ principal, models }: CallAsk): Promise<Error | null> {
    const names = principal.key?.allowedModels ?? null;
    if (names === null) return null;
    const allowed = await Promise.all(names.map((name) => this.models.resolve(name)));
    const ids = new Set(allowed.map((model) => model?.id));
    const refused = models.find(({ id }: CatalogModel) => !ids.has(id));
    return refused ? modelNotAllowed({ model: refused.slug }) : null;
  }
}
