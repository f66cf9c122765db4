import { Injectable } from '@nestjs/common';
import type { Actor } from '@onegate/tenants';
import type { PriceList } from '../prices/price-list.js';
import { PriceWriter } from '../prices/price-writer.service.js';
import { slugTaken } from './catalog.errors.js';
import { CatalogWriter } from './catalog-writer.service.js';
import type { ManualModelInput, PriceInput } from './manual-model.schema.js';
import { vendorOf } from './slug.js';

/** Writes models and prices that a person gave, with his name. */
@Injectable()
export class ManualWriter {
  constructor(
    private readonly models: CatalogWriter,
    private readonly prices: PriceWriter,
  ) {}

  async insert(actor: Actor, input: ManualModelInput): Promise<number> {
    const model = { ...sourceModelOf(input), price: listOf(input) };
    const [written] = await this.models.insert('manual', [{ model, state: 'active' }]);
    if (!written) throw slugTaken({ fields: { slug: ['The name is taken.'] } });
    await this.price(actor, written.id, input);
    return written.id;
  }

  price(actor: Actor, modelId: number, input: PriceInput): Promise<void> {
    return this.prices.begin([{ modelId, list: listOf(input) }], { origin: 'manual', userId: actor.userId });
  }
}

function listOf({ prices, tiers }: PriceInput): PriceList {
  return { prices, tiers, unknown: [], discount: null };
}

function sourceModelOf(input: ManualModelInput) {
  return {
    slug: input.slug,
    canonicalSlug: null,
    vendor: vendorOf(input.slug),
    name: input.name,
    description: input.description,
    modality: `${input.input_modalities.join('+')}->${input.output_modalities.join('+')}`,
    inputModalities: input.input_modalities,
    outputModalities: input.output_modalities,
    contextLength: input.context_length,
    maxOutputTokens: input.max_output_tokens,
    supportedParameters: input.supported_parameters,
    publishedAt: null,
    expiresOn: null,
    raw: null,
  };
}
