import { describe, expect, it } from '@jest/globals';
import { addressRefused, outboundTimedOut, outboundUnreachable } from '@onegate/platform';
import { codeOfAnswer, codeOfThrown } from './diagnosis.js';

function system(code: string): Error {
  return Object.assign(new Error('fetch failed'), { cause: Object.assign(new Error(code), { code }) });
}

describe('what a call without an answer ran into', () => {
  it.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ECONNREFUSED', 'connection_refused'],
    ['ECONNRESET', 'connection_broken'],
    ['UND_ERR_SOCKET', 'connection_broken'],
    ['UND_ERR_CONNECT_TIMEOUT', 'connect_timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timed_out'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['SOMETHING', 'unreachable'],
  ])('%s is %s', (code, expected) =>
    expect(codeOfThrown(outboundUnreachable({ host: 'h' }, { cause: system(code) }))).toBe(expected),
  );

  it('a refused address, a time-out, several addresses', () => {
    expect(codeOfThrown(addressRefused({ host: 'h' }))).toBe('address_refused');
    const late = Object.assign(new Error('late'), { name: 'TimeoutError' });
    expect(codeOfThrown(outboundTimedOut({ host: 'h' }, { cause: late }))).toBe('timed_out');
    const all = new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]);
    expect(codeOfThrown(outboundUnreachable({ host: 'h' }, { cause: all }))).toBe('connection_refused');
  });
});

describe('what a status means', () => {
  it.each([
    [301, '', 'redirected'],
    [400, '', 'rejected'],
    [401, '', 'unauthorized'],
    [403, '', 'forbidden'],
    [404, '', 'not_found'],
    [405, '', 'not_found'],
    [404, '{"error":{"code":"model_not_found"}}', 'model_unknown'],
    [429, '', 'rate_limited'],
    [500, '', 'provider_failed'],
    [529, '', 'provider_failed'],
  ])('%i %s is %s', (status, body, code) => expect(codeOfAnswer(status, body)).toBe(code));
});
