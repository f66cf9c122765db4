import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messagesWire, responsesWire, UpstreamRefusal } from '@onegate/gateway';
import type { CallOutcome, ProviderKind } from '@onegate/models';
import { PlayingProvider } from './playing-provider.js';
import { streamedText, wholeBody } from './translating.js';

let provider: PlayingProvider;
beforeAll(async () => {
  provider = await PlayingProvider.start();
});
afterAll(() => provider.stop());

/** What is thrown by a call that is asked in a protocol that its provider does not speak. */
async function refusal(kind: ProviderKind, isStream: boolean): Promise<UpstreamRefusal['upstream']> {
  const messages = [{ role: 'user', content: 'Hi' }];
  const asked = { kind, address: provider.address, model: 'some-model' };
  const body = { model: 'vendor/model', max_tokens: 20, messages, stream: isStream };
  const wire = kind === 'anthropic' ? responsesWire : messagesWire;
  const call = { ...asked, wire, body: kind === 'anthropic' ? { ...body, input: 'Hi' } : body };
  const thrown: unknown = await (isStream ? streamedText(call) : wholeBody(call)).catch(
    (error: unknown) => error,
  );
  if (!(thrown instanceof UpstreamRefusal)) throw new Error('It was answered.', { cause: thrown });
  return thrown.upstream;
}

type Said = readonly [ProviderKind, number, object, CallOutcome, string];

const ours = 'gateway.account_refused';
const contextTooLong = 'gateway.context_length_exceeded';
const tokenCount = 'The input token count (1250074) exceeds the maximum number of tokens allowed (1048576).';
const refusals: readonly Said[] = [
  [
    'anthropic',
    404,
    { type: 'error', error: { type: 'not_found_error', message: 'model: claude-x' } },
    'model_unknown',
    ours,
  ],
  [
    'groq',
    404,
    { error: { message: 'The model `x` does not exist.', type: 'invalid', code: 'model_not_found' } },
    'model_unknown',
    ours,
  ],
  [
    'azure',
    404,
    { error: { type: 'invalid_request_error', code: 'DeploymentNotFound', message: 'There is none.' } },
    'model_unknown',
    ours,
  ],
  [
    'google',
    404,
    { error: { code: 404, message: 'models/x is not found for API version v1', status: 'NOT_FOUND' } },
    'model_unknown',
    ours,
  ],
  [
    'openai',
    429,
    { error: { message: 'No more.', type: 'insufficient_quota', param: null, code: 'insufficient_quota' } },
    'out_of_credit',
    ours,
  ],
  [
    'google',
    429,
    { error: { code: 429, message: 'You exceeded your current quota.', status: 'RESOURCE_EXHAUSTED' } },
    'rate_limited',
    'gateway.upstream_rate_limited',
  ],
  [
    'google',
    400,
    {
      error: {
        code: 400,
        message: 'This key is not for you.',
        status: 'INVALID_ARGUMENT',
        details: [{ reason: 'API_KEY_INVALID' }],
      },
    },
    'unauthorized',
    ours,
  ],
  [
    'xai',
    400,
    { code: 'invalid-argument', error: 'Incorrect API key provided. Get one in the console.' },
    'unauthorized',
    ours,
  ],
  [
    'anthropic',
    400,
    { type: 'error', error: { type: 'invalid_request_error', message: 'Your credit balance is too low.' } },
    'out_of_credit',
    ours,
  ],
  [
    'google',
    400,
    { error: { code: 400, message: tokenCount, status: 'INVALID_ARGUMENT' } },
    'rejected',
    contextTooLong,
  ],
  [
    'bedrock',
    400,
    { message: 'The model returned the following errors: Input Tokens Exceeded: Number of input tokens.' },
    'rejected',
    contextTooLong,
  ],
  ['bedrock', 400, { message: 'Input is too long for requested model.' }, 'rejected', contextTooLong],
  [
    'openai-compatible',
    400,
    { error: { message: 'All messages are too long.', type: 'too_many_prompt_tokens', code: 400 } },
    'rejected',
    contextTooLong,
  ],
  ['cohere', 400, { message: 'too many tokens: 288000 is the limit.' }, 'rejected', contextTooLong],
  [
    'bedrock',
    429,
    { message: 'Too many tokens, please wait before trying again.' },
    'rate_limited',
    'gateway.upstream_rate_limited',
  ],
  ['cohere', 400, { message: 'temperature must be below 1' }, 'rejected', 'gateway.upstream_refused'],
];

describe.each([
  ['in one piece', false],
  ['in a stream', true],
])('A translated call that is refused, %s', (_name, isStream) => {
  it.each(refusals)(
    'says of the account what the provider said: %s %d %j is %s',
    async (kind, status, said, outcome, code) => {
      provider.answers(said, status);
      const upstream = await refusal(kind, isStream);
      expect(upstream).toMatchObject({ status, outcome, failure: { code } });
      if (code === ours) expect(upstream.failure).toMatchObject({ status: 502 });
    },
  );
});
