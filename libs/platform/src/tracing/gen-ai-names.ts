/** Names of OpenTelemetry's conventions for generative AI, which are in development still: in one place, to be moved with them. */
export const genAi = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  requestModel: 'gen_ai.request.model',
  requestStream: 'gen_ai.request.stream',
  requestMaxTokens: 'gen_ai.request.max_tokens',
  responseModel: 'gen_ai.response.model',
  responseId: 'gen_ai.response.id',
  finishReasons: 'gen_ai.response.finish_reasons',
  firstChunk: 'gen_ai.response.time_to_first_chunk',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cachedTokens: 'gen_ai.usage.cache_read.input_tokens',
  tokenType: 'gen_ai.token.type',
  errorType: 'error.type',
  serverAddress: 'server.address',
} as const;

/** Seconds. */
const durations = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const firstTokens = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const tokens = Array.from({ length: 14 }, (_, power) => 4 ** power);

/** Histograms with the buckets that the conventions ask for. */
export const genAiMetrics = {
  /** Each try at a provider, as its client sees it. */
  tries: {
    name: 'gen_ai.client.operation.duration',
    unit: 's',
    description: 'How long calls to providers took',
    buckets: durations,
  },
  tokens: {
    name: 'gen_ai.client.token.usage',
    unit: '{token}',
    description: 'Tokens of calls, by type',
    buckets: tokens,
  },
  /** Each call, as the clients of this server see it. */
  calls: {
    name: 'gen_ai.server.request.duration',
    unit: 's',
    description: 'How long calls took from their arrival to the end of their answer',
    buckets: durations,
  },
  firstToken: {
    name: 'gen_ai.server.time_to_first_token',
    unit: 's',
    description: 'How long it took until the answer began',
    buckets: firstTokens,
  },
} as const;
