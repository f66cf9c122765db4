import { AdminClient } from './admin-client.ts';

/** The models of the benchmark, and in which way the provider answers each; see `upstream.ts`. */
export const offers = {
  short: { model: 'bench/short', ways: ['plain'] },
  stream: { model: 'bench/stream', ways: ['paced-5'] },
  many: { model: 'bench/many', ways: ['paced-100'] },
  translated: { model: 'bench/translated', ways: ['anthropic'] },
  shaky: { model: 'bench/shaky', ways: ['fails-20', 'plain'] },
} as const;

export type Offer = keyof typeof offers;

const price = { input: '0.0000005', output: '0.0000015' };

/** Models, accounts at the provider, and credit for the administrator, whose key makes the calls. */
export async function furnish(url: string, upstreamUrl: string): Promise<void> {
  const admin = await AdminClient.signIn(url);
  for (const [name, { model, ways }] of Object.entries(offers)) {
    await admin.send('POST', '/api/llm-models', { slug: model, name, prices: price });
    for (const [priority, way] of ways.entries()) {
      await admin.send('POST', '/api/upstream-accounts', {
        name: `${name} ${way}`,
        kind: way === 'anthropic' ? 'anthropic' : 'openai-compatible',
        base_url: `${upstreamUrl}/${way}/v1`,
        credentials: { api_key: 'sk-upstream' },
        serves: 'listed',
        models: [{ model, upstream_name: 'fixed' }],
        priority: priority + 1,
      });
    }
  }
  await giveCredit(admin);
}

async function giveCredit(admin: AdminClient): Promise<void> {
  const me = await admin.send<{ id: number }>('GET', '/api/auth/me');
  const wallet = await admin.send<{ id: number }>('POST', '/api/wallets', { user_id: me.id });
  await admin.send('POST', `/api/wallets/${wallet.id}/credits`, {
    action: 'grant',
    amount_usd: '1000000',
    reason: 'For the benchmark',
    reference: 'bench',
  });
}
