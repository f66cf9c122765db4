import type { ProviderKindFacts } from './provider-kind.js';

/** Also the shape of who copies OpenAI's API. */
export const openAiProtocols = {
  'openai-chat': '/chat/completions',
  'openai-responses': '/responses',
  'openai-embeddings': '/embeddings',
} as const;

export const audioProtocols = {
  'openai-speech': '/audio/speech',
  'openai-transcriptions': '/audio/transcriptions',
  'openai-audio-translations': '/audio/translations',
} as const;

/** What OpenAI has besides conversations. */
export const mediaProtocols = {
  'openai-images': '/images/generations',
  'openai-image-edits': '/images/edits',
  ...audioProtocols,
} as const;

export const completions = { 'openai-completions': '/completions' } as const;

/** Their newer models answer conversations only. */
export const legacyModels = { 'openai-completions': /instruct|babbage|davinci/ } as const;

export const openAiList = { path: '/models', list: 'data', nameField: 'id' } as const;

export function apiKeyAt(provider: string) {
  return { api_key: { about: `API key of ${provider}`, required: true } } as const;
}

const openAi: ProviderKindFacts = {
  label: 'OpenAI',
  baseUrl: 'https://api.openai.com/v1',
  auth: 'bearer',
  protocols: {
    ...openAiProtocols,
    ...completions,
    ...mediaProtocols,
    'openai-moderations': '/moderations',
  },
  only: legacyModels,
  credentials: apiKeyAt('OpenAI'),
  probe: openAiList,
  outputLimit: 'max_completion_tokens',
  serves: {
    vendors: ['openai'],
    rewrite: [[/^(gpt-5(?:\.\d)?-chat)$/, '$1-latest']],
    not: /gpt-oss|-high$/,
  },
};

const anthropic: ProviderKindFacts = {
  label: 'Anthropic',
  baseUrl: 'https://api.anthropic.com/v1',
  auth: 'x-api-key',
  protocols: { 'anthropic-messages': '/messages', 'anthropic-count-tokens': '/messages/count_tokens' },
  credentials: apiKeyAt('Anthropic'),
  headers: { 'anthropic-version': '2023-06-01' },
  probe: openAiList,
  outputLimit: 'max_tokens',
  serves: {
    vendors: ['anthropic'],
    rewrite: [
      [/\./g, '-'],
      [/^(claude-(?:opus|sonnet)-4)$/, '$1-0'],
    ],
    named: {
      'anthropic/claude-3.7-sonnet': 'claude-3-7-sonnet-20250219',
      'anthropic/claude-3.5-sonnet': 'claude-3-5-sonnet-20241022',
      'anthropic/claude-3.5-haiku': 'claude-3-5-haiku-20241022',
      'anthropic/claude-3-haiku': 'claude-3-haiku-20240307',
      'anthropic/claude-3-opus': 'claude-3-opus-20240229',
    },
  },
};

const google: ProviderKindFacts = {
  label: 'Google Gemini',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  auth: 'x-goog-api-key',
  protocols: { 'google-generate-content': '/models/{model}:generateContent' },
  credentials: apiKeyAt('Google AI Studio'),
  probe: { path: '/models?pageSize=1000', list: 'models', nameField: 'name' },
  serves: { vendors: ['google'], rewrite: [[/^(gemini-2\.0-flash(?:-lite)?)-001$/, '$1']], not: /gemma-2/ },
};

/** Its speech answers JSON with the sound inside, which no client of OpenAI's expects. */
const mistral: ProviderKindFacts = {
  label: 'Mistral',
  baseUrl: 'https://api.mistral.ai/v1',
  auth: 'bearer',
  protocols: {
    'openai-chat': '/chat/completions',
    'openai-embeddings': '/embeddings',
    'openai-moderations': '/moderations',
    'openai-transcriptions': '/audio/transcriptions',
  },
  credentials: apiKeyAt('Mistral'),
  probe: openAiList,
  serves: {
    vendors: ['mistralai'],
    not: /instruct|saba|creative|voxtral/,
    named: {
      'mistralai/mistral-large': 'mistral-large-latest',
      'mistralai/mistral-medium-3': 'mistral-medium-2505',
      'mistralai/mistral-medium-3.1': 'mistral-medium-2508',
      'mistralai/mistral-small-3.2-24b-instruct': 'mistral-small-2506',
      'mistralai/mistral-nemo': 'open-mistral-nemo',
      'mistralai/devstral-medium': 'devstral-medium-2507',
      'mistralai/devstral-small': 'devstral-small-2507',
    },
  },
};

const deepSeek: ProviderKindFacts = {
  label: 'DeepSeek',
  baseUrl: 'https://api.deepseek.com',
  auth: 'bearer',
  protocols: { 'openai-chat': '/chat/completions', 'anthropic-messages': '/anthropic/v1/messages' },
  credentials: apiKeyAt('DeepSeek'),
  probe: openAiList,
  money: { path: '/user/balance', form: 'deepseek-balance' },
  // Only names whose weights are its current ones: it serves no older versions.
  serves: { vendors: ['deepseek'], not: /deepseek-(r1|chat|v[123])|distill/ },
};

const xAi: ProviderKindFacts = {
  label: 'xAI',
  baseUrl: 'https://api.x.ai/v1',
  auth: 'bearer',
  protocols: { ...openAiProtocols, 'openai-images': '/images/generations' },
  credentials: apiKeyAt('xAI'),
  probe: openAiList,
  serves: { vendors: ['x-ai'], rewrite: [[/^(grok-4(?:\.1)?)-fast$/, '$1-fast-reasoning']], not: /-beta$/ },
};

const cohere: ProviderKindFacts = {
  label: 'Cohere',
  baseUrl: 'https://api.cohere.com/v2',
  auth: 'bearer',
  protocols: { 'cohere-chat': '/chat', rerank: '/rerank', 'openai-transcriptions': '/audio/transcriptions' },
  credentials: apiKeyAt('Cohere'),
  probe: { path: '/../v1/models?page_size=1000', list: 'models', nameField: 'name' },
  serves: { vendors: ['cohere'], named: { 'cohere/command-a': 'command-a-03-2025' } },
};

/** Those who make models. */
export const makerKinds = {
  openai: openAi,
  anthropic,
  google,
  mistral,
  deepseek: deepSeek,
  xai: xAi,
  cohere,
} as const;
