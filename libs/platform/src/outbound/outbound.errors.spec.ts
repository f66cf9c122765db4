import { describe, expect, it } from '@jest/globals';
import { errors } from 'undici';
import { addressRefused, asOutboundFailure, isOutboundFailure } from './outbound.errors.js';

const wrapped = (cause: unknown) => new TypeError('fetch failed', { cause });

describe('asOutboundFailure', () => {
  it.each([
    ['connecting', wrapped(new errors.ConnectTimeoutError())],
    ['waiting for headers', wrapped(new errors.HeadersTimeoutError())],
    ['waiting for more of the body', wrapped(new errors.BodyTimeoutError())],
    ['the whole call', new DOMException('late', 'TimeoutError')],
    ['the operating system', wrapped(Object.assign(new Error('late'), { code: 'ETIMEDOUT' }))],
  ])('recognises a time-out of %s', (_, thrown) => {
    expect(asOutboundFailure(thrown, 'one.example')).toMatchObject({
      code: 'outbound.timed_out',
      message: 'one.example did not answer in time.',
      cause: thrown,
    });
  });

  it('finds the refusal inside the error that carries it', () => {
    const refusal = addressRefused({ host: 'one.example' });
    expect(asOutboundFailure(wrapped(refusal), 'one.example')).toBe(refusal);
    expect(isOutboundFailure(refusal)).toBe(true);
  });

  it('calls the rest unreachable', () => {
    const cause = wrapped(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    expect(asOutboundFailure(cause, 'one.example')).toMatchObject({ code: 'outbound.unreachable', cause });
    expect(asOutboundFailure('odd', 'one.example')).toMatchObject({ code: 'outbound.unreachable' });
    expect(isOutboundFailure(cause)).toBe(false);
  });
});
