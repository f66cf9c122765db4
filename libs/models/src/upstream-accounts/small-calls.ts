import { addressOf, filledIn } from './base-url.js';
import type { Protocol, ProviderKindFacts } from './provider-kind.js';
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

interface TinyChatForm {
  readonly body: (model: string, limitField: 'max_tokens' | 'max_completion_tokens') => object;
  /** The field that every answer has. */
  readonly answerField: string;
}

const messages = [{ role: 'user', content: 'Hi' }];

/** The smallest question in each protocol. */
const tinyChats: Readonly<Partial<Record<Protocol, TinyChatForm>>> = {
  'openai-chat': {
    // Models that think refuse a limit of one, and some of them any below sixteen.
    body: (model, limit) => ({ model, messages, [limit]: limit === 'max_tokens' ? 1 : 16 }),
    answerField: 'choices',
  },
  'anthropic-messages': {
    body: (model) => ({ model, messages, max_tokens: 1 }),
    answerField: 'content',
  },
  'google-generate-content': {
    body: () => ({
      contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
      generationConfig: { maxOutputTokens: 1 },
    }),
    answerField: 'candidates',
  },
  'bedrock-converse': {
    body: () => ({
      messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
      inferenceConfig: { maxTokens: 1 },
    }),
    answerField: 'output',
  },
  'cohere-chat': {
    body: (model) => ({ model, messages, max_tokens: 1 }),
    answerField: 'message',
  },
};

export interface TinyChat extends SmallCall {
  readonly answerField: string;
}

/** A chat of one token, in the first protocol of the provider that it can be asked for in; `null` where there is none. */
export function tinyChat(facts: ProviderKindFacts, baseUrl: string, upstreamName: string): TinyChat | null {
  for (const [protocol, path] of Object.entries(facts.protocols) as [Protocol, string][]) {
    const form = tinyChats[protocol];
    if (form)
      return {
        ...postTo(addressOf(baseUrl, path.replace('{model}', encodeURIComponent(upstreamName)))),
        body: JSON.stringify(form.body(upstreamName, facts.outputLimit ?? 'max_tokens')),
        answerField: form.answerField,
      };
  }
  return null;
}

/** Asks for nothing in the Responses API, where a setting says whether that is there; `null` where it is known. */
export function emptyResponse({ protocols, onWish }: ProviderKindFacts, baseUrl: string): SmallCall | null {
  const path = protocols['openai-responses'];
  if (path === undefined || onWish?.['openai-responses'] === undefined) return null;
  return { ...postTo(addressOf(baseUrl, path)), body: '{}' };
}

function postTo(url: string): SmallCall {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
  };
}

function get(url: string): SmallCall {
  return { method: 'GET', url, headers: { accept: 'application/json' } };
}
