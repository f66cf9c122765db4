import { addressOf, filledIn } from './base-url.js';
import type { ProviderKindFacts } from './provider-kind.js';
import type { SigningAccount, UpstreamRequest } from './upstream-sign-in.js';

/** A call that is made to learn something of an account, not for its answer. */
export interface SmallCall extends UpstreamRequest {
  readonly headers: Readonly<Record<string, string>>;
}

/** The call that shows whether address and credentials are good. */
export function probeCall(
  facts: ProviderKindFacts,
  { settings }: SigningAccount,
  baseUrl: string,
): SmallCall {
  const path = filledIn(facts.probe.path, settings) ?? facts.probe.path;
  return get(addressOf(baseUrl, path));
}

/** The call that shows how much money is left; `null` where the provider has none. */
export function moneyCall({ money }: ProviderKindFacts, baseUrl: string): SmallCall | null {
  return money ? get(addressOf(baseUrl, money.path)) : null;
}

/** A chat of one token; `null` where the provider speaks no protocol in which it could be asked for. */
export function tinyChat(facts: ProviderKindFacts, baseUrl: string, upstreamName: string): SmallCall | null {
  const path = facts.protocols['openai-chat'] ?? facts.protocols['anthropic-messages'];
  if (path === undefined) return null;
  const limit = facts.outputLimit ?? 'max_tokens';
  const body = {
    model: upstreamName,
    messages: [{ role: 'user', content: 'Hi' }],
    // Models that think refuse a limit of one, and some of them any below sixteen.
    [limit]: limit === 'max_tokens' ? 1 : 16,
  };
  return {
    method: 'POST',
    url: addressOf(baseUrl, path),
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  };
}

function get(url: string): SmallCall {
  return { method: 'GET', url, headers: { accept: 'application/json' } };
}
