import { describe, expect, it } from '@jest/globals';
import { type OutboundPolicy, checkOutboundUrl, publicHttpsOnly } from './outbound-policy.js';

const anyScheme: OutboundPolicy = { allowPrivate: false, allowedSchemes: ['http', 'https'] };
const failing = (fault: string) => expect.objectContaining({ code: `outbound.${fault}`, status: 400 });

describe('checkOutboundUrl', () => {
  it('passes names and public addresses', () => {
    expect(checkOutboundUrl(publicHttpsOnly, 'https://example.com/hook?a=1').pathname).toBe('/hook');
    expect(checkOutboundUrl(anyScheme, 'http://8.8.8.8:8080/').host).toBe('8.8.8.8:8080');
    expect(checkOutboundUrl(anyScheme, 'http://[2606:4700::1111]/').port).toBe('');
  });

  it.each([
    '',
    'not a url',
    '//example.com',
    'http://',
    'http://256.1.1.1/',
    'http://[::1',
    'http://exa mple.com',
  ])('%j is no address', (url) => {
    expect(() => checkOutboundUrl(anyScheme, url)).toThrow(failing('url_malformed'));
  });

  it.each([
    'ftp://example.com',
    'file:///etc/passwd',
    'gopher://x',
    'data:text/plain,x',
    'javascript:1',
    'ws://example.com',
  ])('refuses the scheme of %s', (url) => {
    expect(() => checkOutboundUrl(anyScheme, url)).toThrow(failing('scheme_refused'));
  });

  it('refuses plain http where only https is allowed', () => {
    expect(() => checkOutboundUrl(publicHttpsOnly, 'http://example.com')).toThrow(failing('scheme_refused'));
  });

  it.each(['http://me@example.com', 'http://:pw@example.com', 'http://example.com:80@127.0.0.1/'])(
    'refuses the credentials in %s',
    (url) => {
      expect(() => checkOutboundUrl(anyScheme, url)).toThrow(failing('credentials_in_url'));
    },
  );

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://127.0.0.1./',
    'http://①②⑦.⓪.⓪.①/',
    'http://0/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fe80::1]/',
    'http://[::]/',
    'http://10.0.0.1:6379/',
    'https://%31%32%37.0.0.1/',
  ])('refuses the address in %s', (url) => {
    expect(() => checkOutboundUrl(anyScheme, url)).toThrow(failing('address_refused'));
  });

  it('lets own networks be called by permission, metadata never', () => {
    const own = { ...anyScheme, allowPrivate: true };
    expect(checkOutboundUrl(own, 'http://127.0.0.1:11434/').port).toBe('11434');
    expect(() => checkOutboundUrl(own, 'http://169.254.169.254/')).toThrow(failing('address_refused'));
    expect(() => checkOutboundUrl(own, 'http://[fd00:ec2::254]/')).toThrow(failing('address_refused'));
  });
});
