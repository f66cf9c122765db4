import { describe, expect, it } from '@jest/globals';
import { Headers, Response } from 'undici';
import { publicHttpsOnly } from './outbound-policy.js';
import { type Hop, redirectOf } from './redirect.js';

const anyScheme = { allowPrivate: false, allowedSchemes: ['http', 'https'] as const };
const hop: Hop = {
  url: new URL('https://one.example/a/b'),
  method: 'POST',
  headers: new Headers({ authorization: 'x', 'content-type': 'text/plain', 'content-length': '4' }),
  body: 'body',
};

function to(location: string, status = 302): Response {
  return new Response(null, { status, headers: { location } });
}

describe('redirectOf', () => {
  it('does not leave encryption, even where http is allowed', () => {
    const refused = expect.objectContaining({ code: 'outbound.redirect_refused' });
    expect(() => redirectOf(anyScheme, hop, to('http://one.example/'))).toThrow(refused);
    const plain = { ...hop, url: new URL('http://one.example/') };
    expect(redirectOf(anyScheme, plain, to('https://one.example/'))?.url.href).toBe('https://one.example/');
  });

  it('reads a relative target, and drops the body with all that describes it', () => {
    const next = redirectOf(publicHttpsOnly, hop, to('../c?d'));
    expect(next?.url.href).toBe('https://one.example/c?d');
    expect(next?.method).toBe('GET');
    expect(next?.body).toBeUndefined();
    expect([...(next?.headers ?? [])]).toEqual([['authorization', 'x']]);
  });

  it('takes another port for another origin', () => {
    const next = redirectOf(publicHttpsOnly, hop, to('https://one.example:8443/', 307));
    expect(next).toMatchObject({ method: 'POST', body: 'body' });
    expect([...(next?.headers ?? [])]).toEqual([['content-type', 'text/plain']]);
  });

  it('leaves every other answer alone', () => {
    expect(redirectOf(publicHttpsOnly, hop, new Response('x'))).toBeUndefined();
    expect(redirectOf(publicHttpsOnly, hop, to('https://two.example/', 304))).toBeUndefined();
  });
});
