import type { Failure, FailureKind } from './failure.js';
import type { Surface } from './surface.js';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly requestId: string;
}

export interface RenderedFailure {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;
}

type Renderer = (failure: Failure, asked: Asked) => Omit<RenderedFailure, 'headers'>;

/** Writes a failure the way the clients of a surface expect it. One table, one renderer per surface. */
export function renderFailure(failure: Failure, surface: Surface, asked: Asked): RenderedFailure {
  const { status, body } = renderers[surface](failure, asked);
  return { status, body, headers: { ...retryAdvice(failure, status), ...failure.headers } };
}

const renderers: Record<Surface, Renderer> = {
  admin(failure, { path }) {
    if (failure.code === 'route.unknown') {
      return { status: 404, body: { message: `The route ${path.slice(1)} could not be found.` } };
    }
    if (failure.kind === 'unauthenticated') return { status: 401, body: { error: failure.message } };
    const body = failure.fields
      ? { message: firstComplaint(failure), errors: failure.fields }
      : { message: failure.message };
    return { status: failure.status, body: { ...body, ...failure.details } };
  },

  account(failure) {
    return {
      status: badRequestForFields(failure),
      body: {
        success: false,
        error: failure.message,
        code: failure.code,
        ...withFields(failure),
        ...failure.details,
      },
    };
  },

  /** As OpenRouter has it: the code is the status, unless there is a word that clients look for; such are not named after a lib. */
  'account-chat'(failure) {
    const status = badRequestForFields(failure);
    const message = describe(failure);
    const { code: told, ...details } = failure.details ?? {};
    const code = told ?? (failure.code.includes('.') ? status : failure.code);
    const metadata = { error_type: failure.code };
    return { status, body: { error: { code, message, metadata, ...details } } };
  },

  openai(failure, { method, path }) {
    const message = failure.code === 'route.unknown' ? `Invalid URL (${method} ${path})` : describe(failure);
    const type = openaiTypes[failure.kind] ?? 'invalid_request_error';
    const param = failure.fields ? (Object.keys(failure.fields)[0] ?? null) : null;
    return {
      status: badRequestForFields(failure),
      body: { error: { message, type, param, code: lastSegment(failure.code), ...failure.details } },
    };
  },

  anthropic(failure, { requestId }) {
    const { type: told, ...details } = failure.details ?? {};
    const usual = anthropicTypes[failure.kind] ?? 'invalid_request_error';
    // Other providers have other words for it, which no client of this protocol knows.
    const type = Object.values(anthropicTypes).includes(String(told)) ? told : usual;
    return {
      status: badRequestForFields(failure),
      body: {
        type: 'error',
        error: { type, message: describe(failure), ...details },
        request_id: requestId,
      },
    };
  },

  /** `output.content` lets the published Rust client decode an error instead of failing to parse it. */
  native(failure) {
    const text = nativeTexts[failure.code] ?? describe(failure);
    const status = failure.status;
    return {
      status,
      body: {
        error: { code: failure.code, message: text },
        code: status,
        output: { error: text, content: text },
      },
    };
  },

  operations(failure) {
    return {
      status: failure.status,
      body: { error: { code: failure.code, message: describe(failure) } },
    };
  },
};

/** Sentences that the native API's own document and clients have. */
const nativeTexts: Readonly<Record<string, string>> = {
  'auth.required': 'No Authorization header provided.',
};

const openaiTypes: Partial<Record<FailureKind, string>> = {
  unauthenticated: 'authentication_error',
  payment_required: 'insufficient_quota',
  forbidden: 'permission_error',
  rate_limited: 'rate_limit_error',
  internal: 'server_error',
  upstream_failed: 'upstream_error',
  unavailable: 'server_error',
  timed_out: 'server_error',
};

const anthropicTypes: Partial<Record<FailureKind, string>> = {
  unauthenticated: 'authentication_error',
  payment_required: 'billing_error',
  forbidden: 'permission_error',
  not_found: 'not_found_error',
  too_large: 'request_too_large',
  rate_limited: 'rate_limit_error',
  internal: 'api_error',
  upstream_failed: 'api_error',
  unavailable: 'overloaded_error',
  timed_out: 'timeout_error',
};

/** The model surfaces answer 400 where the admin surface answers 422. */
function badRequestForFields(failure: Failure): number {
  return failure.kind === 'invalid_fields' ? 400 : failure.status;
}

function withFields(failure: Failure): Record<string, unknown> {
  return failure.fields ? { errors: failure.fields } : {};
}

/** For surfaces without a place for fields: every complaint in one sentence. */
function describe(failure: Failure): string {
  if (!failure.fields) return failure.message;
  const complaints = Object.entries(failure.fields).map(([field, texts]) => `${field}: ${texts.join(' ')}`);
  return complaints.length > 0 ? complaints.join(' ') : failure.message;
}

/** Laravel's summary: the first complaint and how many more there are. */
function firstComplaint(failure: Failure): string {
  const complaints = Object.values(failure.fields ?? {}).flat();
  const more = complaints.length - 1;
  if (more < 0) return failure.message;
  return more === 0 ? `${complaints[0]}` : `${complaints[0]} (and ${more} more error${more > 1 ? 's' : ''})`;
}

function lastSegment(code: string): string {
  return code.slice(code.lastIndexOf('.') + 1);
}

/** SDKs retry 408, 409, 429 and 5xx by themselves: tell them when it cannot help. */
function retryAdvice(failure: Failure, status: number): Record<string, string> {
  if (status < 500 && status !== 429 && status !== 409 && status !== 408)
    return { 'x-should-retry': 'false' };
  return {};
}
