import { Failure } from '@onegate/platform';
import { outcomeOfAnswer, type CallOutcome } from '../routing/outcomes.js';
import type { TestCode } from './account-test.schema.js';

export interface Diagnosis {
  readonly code: TestCode;
  readonly message: string;
}

const sentences: Record<TestCode, string> = {
  ok: 'The account works.',
  credentials_missing: 'The account has no credentials.',
  credentials_unreadable: 'The credentials cannot be used as they are: replace them.',
  dns: 'The name of the host does not resolve.',
  address_refused: 'The host is at an address that this server may not call.',
  connection_refused: 'Nothing listens at this host and port.',
  connection_broken: 'The connection was broken off before an answer came.',
  tls: 'No encrypted connection: the certificate is not valid for this host, or the port does not speak TLS.',
  connect_timeout: 'The host does not take up the connection in time.',
  timed_out: 'The host took up the connection and did not answer in time.',
  redirected: 'The address sends callers elsewhere. Set the address that it leads to.',
  unauthorized: 'The provider does not accept the credentials.',
  forbidden: 'The provider knows the credentials and does not permit this call.',
  not_found: 'There is no such path at this host: the base URL is wrong.',
  model_unknown: 'The provider does not know the model under this name.',
  out_of_credit: 'The account at the provider has no credit left.',
  rate_limited: 'The provider accepts the credentials and is at its limit for them now.',
  rejected: 'The provider does not take the request.',
  provider_failed: 'The provider has a failure of its own.',
  unexpected_answer: 'The answer is not what this kind of provider gives: the base URL or the kind is wrong.',
  unreachable: 'The provider cannot be reached.',
};

export function diagnosisOf(code: TestCode, detail = ''): Diagnosis {
  return { code, message: detail === '' ? sentences[code] : `${sentences[code]} ${detail}` };
}

const byOutcome: Record<CallOutcome, TestCode> = {
  success: 'ok',
  rejected: 'rejected',
  conflict: 'rejected',
  cancelled: 'connection_broken',
  unused: 'connection_broken',
  rate_limited: 'rate_limited',
  overloaded: 'provider_failed',
  server_error: 'provider_failed',
  timed_out: 'timed_out',
  forbidden: 'forbidden',
  model_unknown: 'model_unknown',
  unreachable: 'unreachable',
  unauthorized: 'unauthorized',
  out_of_credit: 'out_of_credit',
};

/** What a status that is not good means. */
export function codeOfAnswer(status: number, body: string): TestCode {
  if (status >= 300 && status < 400) return 'redirected';
  const code = byOutcome[outcomeOfAnswer(status, body)];
  if (code === 'rejected' && (status === 404 || status === 405)) return 'not_found';
  return code;
}

const byFailureCode: Record<string, TestCode> = {
  'outbound.address_refused': 'address_refused',
  'outbound.scheme_refused': 'address_refused',
  'outbound.url_malformed': 'address_refused',
  'outbound.credentials_in_url': 'address_refused',
  'outbound.redirects_exhausted': 'redirected',
  'outbound.redirect_refused': 'redirected',
  'outbound.response_too_large': 'unexpected_answer',
  'upstream_account.credentials_unreadable': 'credentials_unreadable',
  'upstream_account.sign_in_refused': 'unauthorized',
};

const bySystemCode: readonly (readonly [RegExp, TestCode])[] = [
  [/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|ENODATA)$/, 'dns'],
  [/^ECONNREFUSED$/, 'connection_refused'],
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, 'connect_timeout'],
  [/^(UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)$/, 'timed_out'],
  [/^(ERR_SSL|ERR_TLS|CERT_|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/, 'tls'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|HPE_)/, 'connection_broken'],
];

/** What a call that got no answer ran into. */
export function codeOfThrown(thrown: unknown): TestCode {
  for (let error = thrown; typeof error === 'object' && error !== null; error = causeOf(error)) {
    const code = codeOf(error);
    const known = error instanceof Failure ? byFailureCode[code] : systemCode(code);
    if (known) return known;
    if ('name' in error && error.name === 'TimeoutError') return 'timed_out';
  }
  return 'unreachable';
}

function systemCode(code: string): TestCode | undefined {
  return bySystemCode.find(([pattern]) => pattern.test(code))?.[1];
}

function codeOf(error: object): string {
  if ('code' in error) return String(error.code);
  // Several addresses were tried: what happened at the first stands for all.
  return 'errors' in error && Array.isArray(error.errors) ? codeOfFirst(error.errors) : '';
}

function codeOfFirst([first]: readonly unknown[]): string {
  return typeof first === 'object' && first !== null && 'code' in first ? String(first.code) : '';
}

function causeOf(error: object): unknown {
  return 'cause' in error ? error.cause : undefined;
}
