import { describe, expect, it } from '@jest/globals';
import { APICallError } from '@ai-sdk/provider';
import { Failure } from '@onegate/platform';
import { publicWords } from '../../upstream/public-words.js';
import { upstreamFailure } from './upstream-failure.js';

function refused(statusCode: number, responseBody: string, responseHeaders: Record<string, string> = {}) {
  return new APICallError({
    message: 'What the package makes of it',
    url: 'https://provider.example/v1',
    requestBodyValues: { prompt: 'secret' },
    statusCode,
    responseBody,
    responseHeaders,
  });
}

describe('What goes wrong at a provider', () => {
  it.each([
    [400, 'max_tokens is too large', 'gateway.upstream_refused', 'rejected'],
    [400, "This model's maximum context length is 8192", 'gateway.context_length_exceeded', 'rejected'],
    [400, 'Your credit balance is too low', 'gateway.account_refused', 'out_of_credit'],
    [401, 'bad key sk-abcdef', 'gateway.account_refused', 'unauthorized'],
    [404, 'no such deployment', 'gateway.upstream_failed', 'rejected'],
    [404, '{"error":{"code":"DeploymentNotFound"}}', 'gateway.account_refused', 'model_unknown'],
    [405, 'Method Not Allowed', 'gateway.upstream_failed', 'rejected'],
    [409, 'Another call is running', 'gateway.upstream_conflict', 'conflict'],
    [413, 'too large', 'gateway.upstream_too_large', 'rejected'],
    [429, 'slow down', 'gateway.upstream_rate_limited', 'rate_limited'],
    [429, '{"error":{"code":"insufficient_quota"}}', 'gateway.account_refused', 'out_of_credit'],
    [500, 'oops', 'gateway.upstream_failed', 'server_error'],
    [529, 'overloaded', 'gateway.upstream_overloaded', 'overloaded'],
  ])('%d “%s” is %s', (status, body, code, outcome) => {
    const told = upstreamFailure(refused(status, body));
    expect(told).toMatchObject({ status, outcome, failure: { code } });
    expect(told.failure.message).not.toContain('sk-');
  });

  it('is told in the words of the provider, and without the fields of its protocol', () => {
    const error = { message: 'Must be below 2.', type: 'invalid', param: 'generationConfig', code: 'range' };
    const { failure } = upstreamFailure(refused(400, JSON.stringify({ error })));
    expect(failure.message).toBe('Must be below 2.');
    expect(failure.details).toBeUndefined();
  });

  it('is told with when to come again, and with what the provider says of its limits', () => {
    const headers = { 'retry-after': '1.2', 'x-ratelimit-remaining-requests': '0' };
    expect(upstreamFailure(refused(429, 'slow down', headers))).toMatchObject({
      failure: { headers: { 'retry-after': '2' } },
      headers,
    });
  });

  it.each([
    [{ type: 'overloaded_error', message: 'Overloaded' }, 503, 'overloaded'],
    [{ error: { status: 'RESOURCE_EXHAUSTED' }, message: 'x' }, 429, 'rate_limited'],
    [{ message: 'Provider disconnected', code: 502 }, 502, 'server_error'],
    [{ message: 'No.', type: 'insufficient_quota', code: 'insufficient_quota' }, 429, 'out_of_credit'],
    [{ message: 'x', type: 'invalid_request_error', code: 'model_not_found' }, 404, 'model_unknown'],
    [{ message: 'Incorrect', type: 'authentication_error' }, 401, 'unauthorized'],
    [{ message: 'Too hot', statusCode: 400, isRetryable: false, data: {} }, 400, 'rejected'],
    [{ message: 'x', code: 3230 }, null, 'server_error'],
    ['broken', null, 'server_error'],
  ])('is told by words in a stream: %j', (said, status, outcome) => {
    expect(upstreamFailure(said)).toMatchObject({ status, outcome });
  });

  it('stays what it was where our own side said it', () => {
    const own = new Failure('outbound.timed_out', 'timed_out', 'Too slow.');
    const told = upstreamFailure(
      new APICallError({ message: 'x', url: '', requestBodyValues: {}, cause: own }),
    );
    expect(told).toMatchObject({ failure: own, outcome: 'timed_out' });
  });

  it.each([
    'Incorrect API key provided: sk-proj-abc**********xyz.',
    'See https://platform.example.com/account/org-123',
    'Organization org-AbCdEfGhIj reached its limit',
    'Model projects/my-project-1/locations/eu/models/x not found',
    'User: arn:aws:iam::123456789012:user/bob is not authorized',
    'Contact bob@example.com',
  ])('is told without what is ours: %s', (message) => {
    expect(publicWords(message)).toContain('[hidden]');
    expect(publicWords(message)).not.toMatch(/abc\*|org-|my-project|123456789012|bob@|platform\.example/);
  });
});
