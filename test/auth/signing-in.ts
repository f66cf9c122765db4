import type { User } from '@onegate/tenants';
import type { Answer, Caller } from '../setup/caller.ts';
import { password } from '../setup/given.ts';

export interface SessionBody {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
}

export function login(call: Caller, { email }: Pick<User, 'email'>, given = password) {
  return call.post<SessionBody>('/api/auth/login', { email, password: given });
}

/** Signs in, and answers both the tokens and a caller that carries them. */
export async function signedIn(call: Caller, user: Pick<User, 'email'>) {
  const { body } = await login(call, user);
  return { ...body, call: call.signedIn(body.access_token) };
}

export function refresh(call: Caller, token: string): Promise<Answer<SessionBody>> {
  return call.post<SessionBody>('/api/auth/refresh', { refresh_token: token });
}

/** The claims of a token, unverified. */
export function claimsOf(token: string): Record<string, unknown> {
  const [, payload = ''] = token.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}

let lastAddress = 0;

/** Trusted as what a proxy says, where the suite trusts it: each caller from an address of his own. */
export function fromAnotherAddress(call: Caller): Caller {
  lastAddress += 1;
  return call.with({
    'x-forwarded-for': `198.51.${Math.floor(lastAddress / 250)}.${(lastAddress % 250) + 1}`,
  });
}
