import type { Script } from '../script/script.schema.js';
import { ProviderError } from './provider-error.js';

const messages: Readonly<Record<number, string>> = {
  401: 'Incorrect API key provided.',
  402: 'You exceeded your current quota, please check your plan and billing details.',
  404: 'The model does not exist or you do not have access to it.',
  429: 'Rate limit reached for requests. Please try again later.',
  503: 'The engine is currently overloaded, please try again later.',
  529: 'Overloaded',
};

/** The error that `fail=` asks for, to be sent with these headers and with those that say when to come back. */
export function scriptedFailure(
  status: number,
  script: Script,
  headers: Record<string, string> = {},
): ProviderError {
  const message = messages[status] ?? `The simulator was told to fail with ${status}.`;
  return new ProviderError(status, message, { headers: { ...headers, ...retryHeaders(script.retry) } });
}

/** Retry-After carries whole seconds; OpenAI's header in milliseconds carries the exact figure. */
function retryHeaders(seconds: number | undefined): Record<string, string> {
  if (seconds === undefined) return {};
  return { 'retry-after': String(Math.ceil(seconds)), 'retry-after-ms': String(Math.round(seconds * 1000)) };
}
