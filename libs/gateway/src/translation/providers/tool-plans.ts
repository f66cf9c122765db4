import type { LanguageModelV4Message } from '@ai-sdk/provider';
import { jsonOrNothing } from '@onegate/platform';
import { isObject } from '../../json/json-object.js';
import type { JsonObject } from '../wire.js';
import type { ProviderFetch } from './provider-fetch.js';

/*
 * What an assistant says before he calls tools is their plan at Cohere. Its package knows no plans and leaves such texts
 * out, so they go through it as a message of their own, and become the plan of the calls behind it on their way out.
 */

/** The text apart from the calls. */
export function planApart(message: LanguageModelV4Message): LanguageModelV4Message[] {
  if (message.role !== 'assistant') return [message];
  const texts = message.content.filter(({ type }) => type === 'text');
  const isCalling = message.content.some(({ type }) => type === 'tool-call');
  if (texts.length === 0 || !isCalling) return [message];
  const others = message.content.filter(({ type }) => type !== 'text');
  return [
    { ...message, content: texts },
    { ...message, content: others },
  ];
}

/** Sends text and calls together again. */
export function withToolPlans(fetch: ProviderFetch): ProviderFetch {
  return (input, init) => fetch(input, init && { ...init, body: planned(init.body) });
}

type Body = RequestInit['body'];

function planned(body: Body): Body {
  const asked = typeof body === 'string' && body.includes('"tool_calls"') ? jsonOrNothing(body) : undefined;
  if (!isObject(asked) || !Array.isArray(asked['messages'])) return body;
  return JSON.stringify({ ...asked, messages: together(asked['messages']) });
}

function together(messages: readonly unknown[]): unknown[] {
  return messages.flatMap((message, index) => {
    if (isPlan(message) && isCalling(messages[index + 1])) return [];
    const before = messages[index - 1];
    return isCalling(message) && isPlan(before) ? [{ ...message, tool_plan: before['content'] }] : [message];
  });
}

function isPlan(message: unknown): message is JsonObject {
  return isObject(message) && message['role'] === 'assistant' && typeof message['content'] === 'string';
}

function isCalling(message: unknown): message is JsonObject {
  return isObject(message) && message['role'] === 'assistant' && Array.isArray(message['tool_calls']);
}
