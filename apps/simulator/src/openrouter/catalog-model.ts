/** A price that applies under a condition: above a prompt length, or between two times of the day (UTC, as HHMM). */
interface PriceOverride {
  readonly min_prompt_tokens?: number;
  readonly utc_start?: number;
  readonly utc_end?: number;
  readonly prompt: string;
  readonly completion: string;
  readonly input_cache_read?: string;
  readonly input_cache_write?: string;
}

/** Prices as OpenRouter writes them; only those for prompt and completion are always there. */
interface Pricing {
  readonly prompt: string;
  readonly completion: string;
  readonly image?: string;
  readonly audio?: string;
  readonly web_search?: string;
  readonly internal_reasoning?: string;
  readonly input_cache_read?: string;
  readonly input_cache_write?: string;
  readonly input_cache_write_1h?: string;
  readonly overrides?: readonly PriceOverride[];
}

/** What the catalog says of one model, before it is written in OpenRouter's shape. */
export interface CatalogModel {
  readonly id: string;
  readonly name: string;
  readonly created: number;
  readonly context: number;
  readonly maxOutput: number | null;
  readonly inputs: readonly string[];
  readonly outputs?: readonly string[];
  readonly reasons?: boolean;
  readonly pricing: Pricing;
}

const parameters = [
  'max_tokens',
  'response_format',
  'seed',
  'stop',
  'structured_outputs',
  'temperature',
  'tool_choice',
  'tools',
  'top_p',
];
const reasoningParameters = ['include_reasoning', 'reasoning'];

export function toOpenRouterModel(model: CatalogModel): object {
  const outputs = model.outputs ?? ['text'];
  return {
    id: model.id,
    canonical_slug: model.id.replace(/:free$/u, ''),
    hugging_face_id: null,
    name: model.name,
    created: model.created,
    description: `${model.name}, as far as the simulator knows it.`,
    context_length: model.context,
    architecture: {
      modality: `${model.inputs.join('+')}->${outputs.join('+')}`,
      input_modalities: model.inputs,
      output_modalities: outputs,
      tokenizer: 'Other',
      instruct_type: null,
    },
    pricing: model.pricing,
    top_provider: {
      context_length: model.context,
      max_completion_tokens: model.maxOutput,
      is_moderated: false,
    },
    per_request_limits: null,
    supported_parameters: outputs.includes('text')
      ? [...parameters, ...(model.reasons ? reasoningParameters : [])]
      : [],
    default_parameters: null,
    supported_voices: null,
    knowledge_cutoff: null,
    expiration_date: null,
    links: { details: `/api/v1/models/${model.id}/endpoints` },
  };
}
