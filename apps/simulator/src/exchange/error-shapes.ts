import type { IncomingMessage } from 'node:http';
import type { ProviderError } from './provider-error.js';

/** Whose manner of speaking a request expects. */
export type Style = 'openai' | 'anthropic';

/** Anthropic's clients are known by their path or by their version header, whichever way they sign in. */
export function styleOf(request: IncomingMessage): Style {
  const anthropic =
    request.url?.startsWith('/v1/messages') === true || request.headers['anthropic-version'] !== undefined;
  return anthropic ? 'anthropic' : 'openai';
}

export interface OpenAiError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

export function toOpenAiError(error: ProviderError): OpenAiError {
  const known = openAiKinds[error.status];
  const type = known?.type ?? (error.status >= 500 ? 'server_error' : 'invalid_request_error');
  return { message: error.message, type, param: error.param, code: error.code ?? known?.code ?? null };
}

export function toAnthropicError(error: ProviderError): { type: string; message: string } {
  const type = anthropicTypes[error.status] ?? (error.status >= 500 ? 'api_error' : 'invalid_request_error');
  return { type, message: error.message };
}

/** The body of an error answer. */
export function toErrorBody(error: ProviderError, style: Style, requestId: string): object {
  if (style === 'openai') return { error: toOpenAiError(error) };
  return { type: 'error', error: toAnthropicError(error), request_id: requestId };
}

const openAiKinds: Readonly<Record<number, { type: string; code: string | null }>> = {
  401: { type: 'invalid_request_error', code: 'invalid_api_key' },
  402: { type: 'insufficient_quota', code: 'insufficient_quota' },
  404: { type: 'invalid_request_error', code: 'model_not_found' },
  429: { type: 'requests', code: 'rate_limit_exceeded' },
};

const anthropicTypes: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};
