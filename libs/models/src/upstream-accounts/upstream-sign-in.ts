import { awsSignature } from './aws-signature.js';
import type { GoogleTokens } from './google-tokens.js';
import type { AuthStyle } from './provider-kind.js';
import { factsOf, type ProviderKind } from './provider-kinds.js';
import { signInUnreadable } from './sign-in.errors.js';
import type { AccountSecrets } from './upstream-secrets.service.js';

/** The call that is to be signed in. */
export interface UpstreamRequest {
  readonly method: string;
  readonly url: string;
  readonly body?: string | Buffer;
}

export interface SigningAccount {
  readonly kind: ProviderKind;
  readonly settings: Readonly<Record<string, string>>;
}

interface Signing {
  readonly account: SigningAccount;
  readonly secrets: AccountSecrets;
  readonly request: UpstreamRequest;
  readonly tokens: GoogleTokens;
}

type Signer = (signing: Signing) => Record<string, string> | Promise<Record<string, string>>;

const signers: Record<AuthStyle, Signer> = {
  bearer: ({ secrets }) => withKey(secrets, (key) => ({ authorization: `Bearer ${key}` })),
  'x-api-key': ({ secrets }) => withKey(secrets, (key) => ({ 'x-api-key': key })),
  'api-key': ({ secrets }) => withKey(secrets, (key) => ({ 'api-key': key })),
  'x-goog-api-key': ({ secrets }) => withKey(secrets, (key) => ({ 'x-goog-api-key': key })),
  'google-service-account': async ({ secrets, tokens }) => {
    const key = secrets.credential('service_account');
    if (!key) throw signInUnreadable();
    return { authorization: `Bearer ${await tokens.tokenFor(key)}` };
  },
  aws: signForAmazon,
  none: () => ({}),
};

/** The headers with which a call of the account signs in; none where the server wants no key. */
export function signInHeaders(signing: Signing): Record<string, string> | Promise<Record<string, string>> {
  return signers[factsOf(signing.account.kind).auth](signing);
}

function withKey(
  secrets: AccountSecrets,
  headers: (key: string) => Record<string, string>,
): Record<string, string> {
  const key = secrets.credential('api_key');
  return key === undefined ? {} : headers(key);
}

function signForAmazon({ account, secrets, request }: Signing): Record<string, string> {
  const apiKey = secrets.credential('api_key');
  if (apiKey) return { authorization: `Bearer ${apiKey}` };
  const accessKeyId = secrets.credential('access_key_id');
  const secretAccessKey = secrets.credential('secret_access_key');
  const { region } = account.settings;
  if (!accessKeyId || !secretAccessKey || !region) throw signInUnreadable();
  return awsSignature(
    { accessKeyId, secretAccessKey, sessionToken: secrets.credential('session_token') },
    { ...request, region, service: 'bedrock', at: new Date() },
  );
}
