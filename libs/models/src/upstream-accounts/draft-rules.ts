import { checkOutboundUrl, Failure, type OutboundPolicy } from '@onegate/platform';
import type { AccountChange } from './account-draft.js';
import { baseUrlOf } from './base-url.js';
import { headerComplaint } from './header-rules.js';
import type { CredentialField, ProviderKindFacts } from './provider-kind.js';
import { factsOf, type ProviderKind } from './provider-kinds.js';

type Complaints = Record<string, string>;

interface Judged {
  readonly kind: ProviderKind;
  readonly baseUrl: string | null;
  readonly settings: Readonly<Record<string, string>>;
}

/** What is wrong with what is to be said of an account, by field. */
export function draftComplaints(account: Judged, change: AccountChange, policy: OutboundPolicy): Complaints {
  const facts = factsOf(account.kind);
  const settings = settingComplaints(facts, account.settings);
  return {
    ...settings,
    // An address that lacks a setting is no second mistake.
    ...(Object.keys(settings).length > 0 ? {} : addressComplaints(account, policy)),
    ...headerComplaints('headers', change.headers),
    ...headerComplaints('secret_headers', change.secretHeaders),
    ...credentialComplaints(account.kind, change.credentials),
  };
}

function settingComplaints(
  { settings = {}, label }: ProviderKindFacts,
  given: Judged['settings'],
): Complaints {
  const complaints: Complaints = {};
  for (const name of Object.keys(given))
    if (!Object.hasOwn(settings, name)) complaints[`settings.${name}`] = `${label} has no such setting.`;
  for (const [name, { required, pattern, about }] of Object.entries(settings)) {
    const value = given[name];
    if (value === undefined && required) complaints[`settings.${name}`] = `${label} needs it: ${about}.`;
    if (value !== undefined && !pattern.test(value)) complaints[`settings.${name}`] = 'It is malformed.';
  }
  return complaints;
}

function addressComplaints(account: Judged, policy: OutboundPolicy): Complaints {
  const url = baseUrlOf(account);
  if (url === null) return { base_url: `${factsOf(account.kind).label} needs a base URL.` };
  if (/[?#]/.test(url)) return { base_url: 'A base URL has no query and no fragment.' };
  try {
    checkOutboundUrl(policy, url);
    return {};
  } catch (refusal) {
    if (refusal instanceof Failure) return { base_url: refusal.message };
    throw refusal;
  }
}

function headerComplaints(field: string, headers: Record<string, string> = {}): Complaints {
  const found = Object.entries(headers).map(([name, value]) => headerComplaint(name, value));
  const first = found.find((complaint) => complaint !== null);
  return first ? { [field]: first } : {};
}

/** A key that was given for one host is not sent to another: else whoever may edit an account could read its key. */
export function movingComplaints(
  before: Judged & {
    readonly credentialNames: readonly string[];
    readonly secretHeaderNames: readonly string[];
  },
  after: Judged,
  change: AccountChange,
): Complaints {
  if (originOf(before) === originOf(after)) return {};
  const complaint = 'The address moves to another host: give it again.';
  return {
    ...(before.credentialNames.length > 0 && !change.credentials ? { credentials: complaint } : {}),
    ...(before.secretHeaderNames.length > 0 && !change.secretHeaders ? { secret_headers: complaint } : {}),
  };
}

function originOf(account: Judged): string | undefined {
  return URL.parse(baseUrlOf(account) ?? '')?.origin;
}

export function credentialComplaints(
  kind: ProviderKind,
  given: Record<string, string> | undefined,
): Complaints {
  if (given === undefined) return {};
  const { credentials, label } = factsOf(kind);
  const fields: Readonly<Record<string, CredentialField>> = credentials;
  const complaints: Complaints = {};
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(fields, name)) complaints[`credentials.${name}`] = `${label} has no such credential.`;
    else if (!isSendable(name, value))
      complaints[`credentials.${name}`] = 'It has characters that no key has.';
  }
  if (kind === 'bedrock' && !given.api_key && !(given.access_key_id && given.secret_access_key))
    complaints['credentials.api_key'] = `${label} needs it, or an access key id and secret access key.`;
  for (const [name, { required, about }] of Object.entries(fields))
    if (required && !given[name]) complaints[`credentials.${name}`] = `${label} needs it: ${about}.`;
  return complaints;
}

/** A key becomes part of a header; the key file of a service account is JSON with line ends. */
function isSendable(name: string, value: string): boolean {
  return name === 'service_account' ? value.length <= 16_384 : /^[!-~]{1,4096}$/.test(value);
}
