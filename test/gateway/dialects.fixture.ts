/** A stream of chat completions as one provider tells it, and what is to be understood of it. */
interface Dialect {
  readonly kind: string;
  readonly chunks: readonly object[];
  readonly headers?: Record<string, string>;
  /** Where it must be translated, it is asked in Responses. */
  readonly isChatOnly?: false;
  readonly thought: string;
  readonly text: string;
  readonly usage: Readonly<Record<string, bigint>>;
}

function chunk(model: string, delta: object, more: object = {}, finish_reason: string | null = null): object {
  const choices = [{ index: 0, delta, finish_reason }];
  return { id: 'c1', object: 'chat.completion.chunk', created: 1_761_000_000, model, choices, ...more };
}

/** Content comes in parts when the model thinks, and as text when it does not; what came from the cache is told beside. */
const mistral: Dialect = {
  kind: 'mistral',
  chunks: [
    chunk('magistral', { role: 'assistant', content: '' }),
    chunk('magistral', {
      content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Two and ' }] }],
    }),
    chunk('magistral', { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'two.' }] }] }),
    chunk('magistral', { content: [{ type: 'text', text: 'It is ' }] }),
    chunk('magistral', { content: 'four.' }),
    chunk(
      'magistral',
      { content: '' },
      { usage: { prompt_tokens: 10, completion_tokens: 15, total_tokens: 25, num_cached_tokens: 4 } },
      'stop',
    ),
  ],
  thought: 'Two and two.',
  text: 'It is four.',
  usage: { input: 6n, cached_read: 4n, output: 15n },
};

/** Thoughts have a field of their own; cache hits and misses are counted in OpenAI's place and in two others. */
const deepseek: Dialect = {
  kind: 'deepseek',
  chunks: [
    chunk('deepseek-reasoner', { role: 'assistant', content: null, reasoning_content: '' }),
    chunk('deepseek-reasoner', { content: null, reasoning_content: 'Two and two.' }),
    chunk('deepseek-reasoner', { content: 'It is ', reasoning_content: null }),
    chunk('deepseek-reasoner', { content: 'four.', reasoning_content: null }),
    chunk(
      'deepseek-reasoner',
      { content: '', reasoning_content: null },
      {
        usage: {
          prompt_tokens: 70,
          completion_tokens: 12,
          total_tokens: 82,
          prompt_tokens_details: { cached_tokens: 64 },
          completion_tokens_details: { reasoning_tokens: 7 },
          prompt_cache_hit_tokens: 64,
          prompt_cache_miss_tokens: 6,
        },
      },
      'stop',
    ),
  ],
  thought: 'Two and two.',
  text: 'It is four.',
  usage: { input: 6n, cached_read: 64n, output: 5n, reasoning: 7n },
};

/** What was thought stands beside what was said, and what was looked up is counted. */
const xai: Dialect = {
  kind: 'xai',
  isChatOnly: false,
  chunks: [
    chunk('grok-3-mini', { role: 'assistant', reasoning_content: 'Two and ' }),
    chunk('grok-3-mini', { reasoning_content: 'two.' }),
    chunk('grok-3-mini', { content: 'It is four.' }),
    chunk('grok-3-mini', {}, { citations: ['https://example.com/four'] }, 'stop'),
    {
      id: 'c1',
      object: 'chat.completion.chunk',
      created: 1_761_000_000,
      model: 'grok-3-mini',
      choices: [],
      usage: {
        prompt_tokens: 32,
        completion_tokens: 9,
        total_tokens: 135,
        prompt_tokens_details: { text_tokens: 32, audio_tokens: 0, image_tokens: 0, cached_tokens: 2 },
        completion_tokens_details: { reasoning_tokens: 94, audio_tokens: 0 },
        num_sources_used: 3,
      },
    },
  ],
  thought: 'Two and two.',
  text: 'It is four.',
  usage: { input: 30n, cached_read: 2n, output: 9n, reasoning: 94n, web_search: 3n },
};

const groqUsage = {
  queue_time: 0.02,
  prompt_tokens: 20,
  prompt_time: 0.001,
  completion_tokens: 11,
  completion_time: 0.05,
  total_tokens: 31,
  total_time: 0.051,
};

/** The usage is in an envelope of its own, and again where it was asked for. */
const groq: Dialect = {
  kind: 'groq',
  chunks: [
    chunk('gpt-oss', { role: 'assistant', content: '' }, { x_groq: { id: 'req_01' } }),
    chunk('gpt-oss', { reasoning: 'Two and two.', channel: 'analysis' }),
    chunk('gpt-oss', { content: 'It is ' }),
    chunk('gpt-oss', { content: 'four.' }),
    chunk('gpt-oss', {}, { x_groq: { id: 'req_01', usage: groqUsage } }, 'stop'),
    {
      id: 'c1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'gpt-oss',
      choices: [],
      usage: groqUsage,
    },
  ],
  thought: 'Two and two.',
  text: 'It is four.',
  usage: { input: 20n, output: 11n },
};

/** The same without the second: for a client of old that did not ask for it, through a proxy. */
const groqEnveloped: Dialect = { ...groq, chunks: groq.chunks.slice(0, -1) };

/** Each chunk has its text twice, and the usage is on the one that ends the answer. */
const together: Dialect = {
  kind: 'together',
  chunks: [
    ...['It is ', 'four.'].map((text, nth) => ({
      id: 'o1',
      object: 'chat.completion.chunk',
      created: 1_761_000_000,
      choices: [
        {
          index: 0,
          text,
          logprobs: null,
          finish_reason: null,
          delta: { token_id: 40 + nth, role: 'assistant', content: text, tool_calls: null },
        },
      ],
      model: 'deepseek-ai/DeepSeek-V3.1',
      usage: null,
    })),
    {
      id: 'o1',
      object: 'chat.completion.chunk',
      created: 1_761_000_000,
      choices: [
        {
          index: 0,
          text: '',
          logprobs: null,
          finish_reason: 'stop',
          seed: 17,
          delta: { token_id: 1, role: 'assistant', content: '', tool_calls: null },
        },
      ],
      model: 'deepseek-ai/DeepSeek-V3.1',
      usage: { prompt_tokens: 13, completion_tokens: 6, total_tokens: 19, cached_tokens: 5 },
    },
  ],
  thought: '',
  text: 'It is four.',
  usage: { input: 8n, cached_read: 5n, output: 6n },
};

/** How fast it was stands in headers, and is nobody's business but ours. */
const fireworks: Dialect = {
  kind: 'fireworks',
  headers: {
    'fireworks-prompt-tokens': '18',
    'fireworks-server-time-to-first-token': '0.151',
    'fireworks-deployment': 'accounts/secret-account/deployments/one',
  },
  chunks: [
    chunk('accounts/fireworks/models/kimi-k2p5', { role: 'assistant' }),
    chunk('accounts/fireworks/models/kimi-k2p5', { reasoning_content: 'Two and two.' }),
    chunk('accounts/fireworks/models/kimi-k2p5', { content: 'It is four.' }),
    chunk(
      'accounts/fireworks/models/kimi-k2p5',
      {},
      {
        usage: {
          prompt_tokens: 18,
          total_tokens: 30,
          completion_tokens: 12,
          prompt_tokens_details: { cached_tokens: 16 },
        },
      },
      'stop',
    ),
  ],
  thought: 'Two and two.',
  text: 'It is four.',
  usage: { input: 2n, cached_read: 16n, output: 12n },
};

export const dialects: readonly (readonly [string, Dialect])[] = [
  ['Mistral', mistral],
  ['DeepSeek', deepseek],
  ['xAI', xai],
  ['Groq', groq],
  ['Groq with the usage in its envelope alone', groqEnveloped],
  ['Together', together],
  ['Fireworks', fireworks],
];

export function streamOf({ chunks }: Pick<Dialect, 'chunks'>): string {
  return [...chunks.map((one) => JSON.stringify(one)), '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
}
