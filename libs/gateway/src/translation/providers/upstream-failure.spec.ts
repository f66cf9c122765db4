import { describe, expect, it } from '@jest/globals';
import { APICallError } from '@ai-sdk/provider';
import { Failure } from '@onegate/platform';
import { publicWords } from '../../upstream/public-words.js';
import { upstreamFailure } from './upstream-failure.js';

function refused(statusCode: number | undefined, message: string, data?: unknown) {
  return new APICallError({
    message,
    url: 'https://provider.example/v1',
    requestBodyValues: { prompt: 'secret' },
    ...(statusCode === undefined ? {} : { statusCode }),
    data,
  });
}

describe('What goes wrong at a provider', () => {
  it.each([
    [400, 'max_tokens is too large', 'gateway.upstream_refused', false],
    [400, "This model's maximum context length is 8192 tokens", 'gateway.context_length_exceeded', false],
    [401, 'bad key sk-abcdef', 'gateway.upstream_failed', false],
    [404, 'no such deployment', 'gateway.upstream_failed', false],
    [413, 'too large', 'gateway.upstream_too_large', false],
    [429, 'slow down', 'gateway.upstream_rate_limited', true],
    [500, 'oops', 'gateway.upstream_failed', true],
    [529, 'overloaded', 'gateway.upstream_overloaded', true],
  ])('%d “%s” is %s', (status, message, code, isRetryable) => {
    const told = upstreamFailure(refused(status, message));
    expect(told).toMatchObject({ status, isRetryable, failure: { code } });
    expect(told.failure.message).not.toContain('sk-');
  });

  it('is told by words in a stream', () => {
    expect(upstreamFailure({ type: 'overloaded_error', message: 'Overloaded' }).status).toBe(503);
    expect(upstreamFailure({ error: { status: 'RESOURCE_EXHAUSTED' }, message: 'x' }).status).toBe(429);
    expect(upstreamFailure('broken')).toMatchObject({
      status: null,
      failure: { code: 'gateway.upstream_failed' },
    });
  });

  it('stays what it was where our own side said it', () => {
    const own = new Failure('outbound.timed_out', 'timed_out', 'Too slow.');
    const told = upstreamFailure(
      new APICallError({ message: 'x', url: '', requestBodyValues: {}, cause: own }),
    );
    expect(told).toMatchObject({ failure: own, isRetryable: true });
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
