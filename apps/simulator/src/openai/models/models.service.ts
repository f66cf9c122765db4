import { Injectable } from '@nestjs/common';
import { ProviderError } from '../../exchange/provider-error.js';
import type { CatalogModel } from '../../openrouter/catalog-model.js';
import { catalog } from '../../openrouter/catalog.js';

/** The models by the names that their own makers give them: the catalog's ids without the vendor. Any other name works too. */
@Injectable()
export class ModelsService {
  openAiList(): object {
    return { object: 'list', data: catalog.map(toOpenAiModel) };
  }

  openAiModel(id: string): object {
    return toOpenAiModel(find(id));
  }

  anthropicList(): object {
    const data = catalog.filter((model) => vendorOf(model) === 'anthropic').map(toAnthropicModel);
    return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
  }

  anthropicModel(id: string): object {
    return toAnthropicModel(find(id));
  }
}

function find(id: string): CatalogModel {
  const model = catalog.find((candidate) => candidate.id === id || nameOf(candidate) === id);
  if (model) return model;
  throw new ProviderError(404, `The model '${id}' does not exist.`, {
    param: 'model',
    code: 'model_not_found',
  });
}

function toOpenAiModel(model: CatalogModel): object {
  return { id: nameOf(model), object: 'model', created: model.created, owned_by: vendorOf(model) };
}

function toAnthropicModel(model: CatalogModel): { id: string } & Record<string, unknown> {
  return {
    type: 'model',
    id: nameOf(model).replace('.', '-'),
    display_name: model.name.replace(/^.*: /u, ''),
    created_at: new Date(model.created * 1000).toISOString(),
    max_input_tokens: model.context,
    max_tokens: model.maxOutput,
    capabilities: null,
  };
}

function nameOf({ id }: CatalogModel): string {
  return id.slice(id.indexOf('/') + 1);
}

function vendorOf({ id }: CatalogModel): string {
  return id.slice(0, id.indexOf('/'));
}
