import type { CatalogModel } from './catalog-model.js';

export const anthropicModels: readonly CatalogModel[] = [
  {
    id: 'anthropic/claude-opus-4.6',
    name: 'Anthropic: Claude Opus 4.6',
    created: 1770219050,
    context: 1_000_000,
    maxOutput: 128_000,
    inputs: ['text', 'image'],
    reasons: true,
    pricing: {
      prompt: '0.000005',
      completion: '0.000025',
      web_search: '0.01',
      input_cache_read: '0.0000005',
      input_cache_write: '0.00000625',
      input_cache_write_1h: '0.00001',
      overrides: [
        {
          min_prompt_tokens: 200_000,
          prompt: '0.00001',
          completion: '0.0000375',
          input_cache_read: '0.000001',
          input_cache_write: '0.0000125',
        },
      ],
    },
  },
  {
    id: 'anthropic/claude-sonnet-4.5',
    name: 'Anthropic: Claude Sonnet 4.5',
    created: 1759161676,
    context: 1_000_000,
    maxOutput: 64_000,
    inputs: ['text', 'image', 'file'],
    reasons: true,
    pricing: {
      prompt: '0.000003',
      completion: '0.000015',
      web_search: '0.01',
      input_cache_read: '0.0000003',
      input_cache_write: '0.00000375',
      input_cache_write_1h: '0.000006',
      overrides: [
        {
          min_prompt_tokens: 200_000,
          prompt: '0.000006',
          completion: '0.0000225',
          input_cache_read: '0.0000006',
          input_cache_write: '0.0000075',
        },
      ],
    },
  },
  {
    id: 'anthropic/claude-haiku-4.5',
    name: 'Anthropic: Claude Haiku 4.5',
    created: 1760547638,
    context: 200_000,
    maxOutput: 64_000,
    inputs: ['text', 'image'],
    reasons: true,
    pricing: {
      prompt: '0.000001',
      completion: '0.000005',
      web_search: '0.01',
      input_cache_read: '0.0000001',
      input_cache_write: '0.00000125',
      input_cache_write_1h: '0.000002',
    },
  },
];
