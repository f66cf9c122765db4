import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import Provider from 'oidc-provider';
import type { Browser } from 'playwright-core';
import { chromiumPath, openBrowser, screenshot } from '../setup/browser.ts';
import { freePort } from '../../scripts/stack/ports.ts';
import { Installation } from '../setup/installation.ts';

jest.setTimeout(120_000);
const withBrowser = chromiumPath ? describe : describe.skip;
const client = { id: 'onegate', secret: 'a secret between Onegate and the provider' };

async function listening(): Promise<{ server: Server; url: string }> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A certified OpenID provider in Google's place: who signs in as `ann` is `ann@example.com` there. */
function serveProvider(server: Server, url: string, callback: string): void {
  const provider = new Provider(url, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [callback],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        name: `${id} of the provider`,
        email: `${id}@example.com`,
        email_verified: true,
      }),
    }),
    cookies: { keys: ['only for this test'] },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => void answer(request, response));
}

withBrowser('Google, in a real browser', () => {
  let installation: Installation;
  let browser: Browser;
  let api: string;

  beforeAll(async () => {
    const provider = await listening();
    const page = await listening();
    const port = await freePort();
    page.server.on('request', (_request, response) =>
      response.setHeader('content-type', 'text/html').end('<h1>Console</h1>'),
    );
    installation = await Installation.create({
      env: {
        ONEGATE_GOOGLE_CLIENT_ID: client.id,
        ONEGATE_GOOGLE_CLIENT_SECRET: client.secret,
        ONEGATE_GOOGLE_AUTHORIZATION_URL: `${provider.url}/auth`,
        ONEGATE_GOOGLE_TOKEN_URL: `${provider.url}/token`,
        ONEGATE_GOOGLE_USERINFO_URL: `${provider.url}/me`,
        ONEGATE_GOOGLE_ALLOWED_DOMAINS: 'example.com',
        ONEGATE_FRONTEND_URL: page.url,
        ONEGATE_PUBLIC_URL: `http://127.0.0.1:${port}`,
      },
    });
    ({ url: api } = (await installation.api(port)).call);
    serveProvider(provider.server, provider.url, `${api}/api/auth/google/callback`);
    for (const { server } of [provider, page]) installation.onClose(() => closed(server));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await installation.close();
  });

  it('a person signs in at the provider, consents, and comes back with a token that works', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${api}/api/auth/google/redirect`);
    await page.locator('input[name=login]').fill('ann');
    await page.locator('input[name=password]').fill('anything');
    await page.locator('button[type=submit]').click();
    await page.locator('button[type=submit]').click();
    await page.getByText('Console').waitFor();
    await screenshot(page, 'google');
    const fragment = new URLSearchParams(new URL(page.url()).hash.slice(1));
    expect(fragment.get('error_description')).toBeNull();
    const me = await fetch(`${api}/api/auth/me`, {
      headers: { authorization: `Bearer ${fragment.get('access_token')}` },
    });
    expect(await me.json()).toMatchObject({ email: 'ann@example.com' });
    const kept = (await page.context().cookies(api)).map(({ name }) => name);
    expect(kept.filter((name) => name.startsWith('onegate'))).toEqual([]);
  });

  it('a way back that another browser began is refused', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${api}/api/auth/google/callback?code=stolen&state=made-up`);
    await page.getByText('Console').waitFor();
    const fragment = new URLSearchParams(new URL(page.url()).hash.slice(1));
    expect(fragment.get('access_token')).toBeNull();
    expect(fragment.get('error')).toBeTruthy();
  });
});

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
