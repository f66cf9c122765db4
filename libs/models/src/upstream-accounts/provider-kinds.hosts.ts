import type { ProviderKindFacts } from './provider-kind.js';
import {
  apiKeyAt,
  audioProtocols,
  completions,
  legacyModels,
  mediaProtocols,
  openAiList,
  openAiProtocols,
} from './provider-kinds.makers.js';

const region = { about: 'Region', required: true, pattern: /^[a-z]{2,}(?:-[a-z]+)*-?\d*$/ };

/** Sound and pictures are not in the first stable version of Azure's own API. */
function inPreview<Paths extends Readonly<Record<string, string>>>(
  paths: Paths,
): Record<keyof Paths, string> {
  const entries = Object.entries(paths).map(([name, path]) => [name, `${path}?api-version=preview`]);
  return Object.fromEntries(entries) as Record<keyof Paths, string>;
}

const azure: ProviderKindFacts = {
  label: 'Azure OpenAI',
  baseUrl: 'https://{resource}.openai.azure.com/openai/v1',
  auth: 'api-key',
  protocols: { ...openAiProtocols, ...completions, ...inPreview(mediaProtocols) },
  only: legacyModels,
  credentials: apiKeyAt('the Azure resource'),
  settings: {
    resource: {
      about: 'Name of the resource, unless the base URL is given',
      required: false,
      pattern: /^[a-zA-Z0-9-]{2,64}$/,
    },
  },
  probe: openAiList,
  outputLimit: 'max_completion_tokens',
  serves: {},
};

const vertex: ProviderKindFacts = {
  label: 'Google Vertex AI',
  baseUrl: 'https://{region}-aiplatform.googleapis.com/v1/projects/{project}/locations/{region}',
  auth: 'google-service-account',
  protocols: {
    'google-generate-content': '/publishers/google/models/{model}:generateContent',
    'openai-chat': '/endpoints/openapi/chat/completions',
  },
  // Models of others alone: Gemini and Claude are spoken to in the words of their makers.
  only: { 'openai-chat': /^(?!claude|endpoints\/|models\/).+\// },
  credentials: {
    service_account: { about: 'Key of a service account, the JSON text as downloaded', required: true },
  },
  settings: {
    region,
    project: { about: 'Id of the project', required: true, pattern: /^[a-z][a-z0-9:.-]{4,62}$/ },
  },
  probe: { path: '/endpoints?pageSize=1' },
  serves: {},
};

const bedrock: ProviderKindFacts = {
  label: 'Amazon Bedrock',
  baseUrl: 'https://bedrock-runtime.{region}.amazonaws.com',
  auth: 'aws',
  protocols: { 'bedrock-converse': '/model/{model}/converse' },
  credentials: {
    api_key: { about: 'Bedrock API key; or access key id and secret access key', required: false },
    access_key_id: { about: 'Access key id', required: false },
    secret_access_key: { about: 'Secret access key', required: false },
    session_token: { about: 'Session token of temporary credentials', required: false },
  },
  settings: { region },
  probe: {
    path: 'https://bedrock.{region}.amazonaws.com/foundation-models',
    list: 'modelSummaries',
    nameField: 'modelId',
  },
  serves: {},
};

const groq: ProviderKindFacts = {
  label: 'Groq',
  baseUrl: 'https://api.groq.com/openai/v1',
  auth: 'bearer',
  protocols: { ...openAiProtocols, ...audioProtocols },
  credentials: apiKeyAt('Groq'),
  probe: openAiList,
  serves: {
    named: {
      'openai/gpt-oss-120b': 'openai/gpt-oss-120b',
      'openai/gpt-oss-20b': 'openai/gpt-oss-20b',
      'openai/gpt-oss-safeguard-20b': 'openai/gpt-oss-safeguard-20b',
      'qwen/qwen3-32b': 'qwen/qwen3-32b',
      'meta-llama/llama-4-scout': 'meta-llama/llama-4-scout-17b-16e-instruct',
      'meta-llama/llama-3.3-70b-instruct': 'llama-3.3-70b-versatile',
      'meta-llama/llama-3.1-8b-instruct': 'llama-3.1-8b-instant',
    },
  },
};

const together: ProviderKindFacts = {
  label: 'Together AI',
  baseUrl: 'https://api.together.xyz/v1',
  auth: 'bearer',
  protocols: {
    'openai-chat': '/chat/completions',
    'openai-embeddings': '/embeddings',
    'openai-images': '/images/generations',
    ...audioProtocols,
    ...completions,
    rerank: '/rerank',
  },
  credentials: apiKeyAt('Together AI'),
  probe: { path: '/models', list: null, nameField: 'id' },
  serves: {
    named: {
      'openai/gpt-oss-120b': 'openai/gpt-oss-120b',
      'openai/gpt-oss-20b': 'openai/gpt-oss-20b',
      'deepseek/deepseek-r1': 'deepseek-ai/DeepSeek-R1',
      'deepseek/deepseek-chat-v3.1': 'deepseek-ai/DeepSeek-V3.1',
      'meta-llama/llama-3.3-70b-instruct': 'meta-llama/Llama-3.3-70B-Instruct-Turbo',
      'moonshotai/kimi-k2.5': 'moonshotai/Kimi-K2.5',
    },
  },
};

/** Sound and pictures are at addresses of their own there, and asked for in other words. */
const fireworks: ProviderKindFacts = {
  label: 'Fireworks AI',
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  auth: 'bearer',
  protocols: { ...openAiProtocols, ...completions, rerank: '/rerank' },
  credentials: apiKeyAt('Fireworks AI'),
  probe: openAiList,
  serves: {
    named: {
      'openai/gpt-oss-120b': 'accounts/fireworks/models/gpt-oss-120b',
      'openai/gpt-oss-20b': 'accounts/fireworks/models/gpt-oss-20b',
      'deepseek/deepseek-v3.2': 'accounts/fireworks/models/deepseek-v3p2',
      'moonshotai/kimi-k2.5': 'accounts/fireworks/models/kimi-k2p5',
    },
  },
};

const openRouter: ProviderKindFacts = {
  label: 'OpenRouter',
  baseUrl: 'https://openrouter.ai/api/v1',
  auth: 'bearer',
  protocols: {
    'openai-chat': '/chat/completions',
    'openai-responses': '/responses',
    'anthropic-messages': '/messages',
    'openai-embeddings': '/embeddings',
    'openai-speech': '/audio/speech',
    'openai-transcriptions': '/audio/transcriptions',
    rerank: '/rerank',
    ...completions,
  },
  credentials: apiKeyAt('OpenRouter'),
  // Its list of models is public: only this shows whether the key is good.
  probe: { path: '/key', field: 'data' },
  money: { path: '/key', form: 'openrouter-key' },
  serves: { all: true },
};

const openAiCompatible: ProviderKindFacts = {
  label: 'OpenAI-compatible server (vLLM, Ollama …)',
  baseUrl: null,
  auth: 'bearer',
  protocols: {
    ...openAiProtocols,
    ...completions,
    ...mediaProtocols,
    'openai-moderations': '/moderations',
    rerank: '/rerank',
  },
  onWish: { 'openai-responses': 'speaks_responses' },
  credentials: { api_key: { about: 'API key, where the server wants one', required: false } },
  settings: {
    speaks_responses: {
      about: '`yes` where the server has the Responses API; else those calls are translated to chat',
      required: false,
      pattern: /^(yes|no)$/,
    },
  },
  probe: openAiList,
  serves: {},
};

const simulator: ProviderKindFacts = {
  label: 'Built-in simulated provider',
  baseUrl: null,
  auth: 'bearer',
  protocols: {
    ...openAiProtocols,
    ...completions,
    ...mediaProtocols,
    'openai-moderations': '/moderations',
    rerank: '/rerank',
    'anthropic-messages': '/messages',
    'anthropic-count-tokens': '/messages/count_tokens',
  },
  credentials: { api_key: { about: 'Any text', required: false } },
  probe: openAiList,
  serves: { all: true },
};

/** Those who host the models of others. */
export const hostKinds = {
  azure,
  vertex,
  bedrock,
  groq,
  together,
  fireworks,
  openrouter: openRouter,
  'openai-compatible': openAiCompatible,
  simulator,
} as const;
