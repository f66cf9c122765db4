import { guardedFetch, type OutboundPolicy } from '@onegate/platform';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { signInRefused, signInUnreadable } from './sign-in.errors.js';

const tokenUrl = 'https://oauth2.googleapis.com/token';
const scope = 'https://www.googleapis.com/auth/cloud-platform';
const lifeSeconds = 3_600;
/** A token is not used in the last minutes of its life. */
const marginMillis = 300_000;
const mostTokens = 200;

const serviceAccount = z.object({ client_email: z.email(), private_key: z.string().min(1) });
const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

interface Token {
  readonly value: string;
  readonly until: number;
}

/** Tokens that Google gives for the key of a service account, remembered while they live. */
export class GoogleTokens {
  private readonly tokens = new Map<string, Promise<Token>>();

  constructor(private readonly policy: OutboundPolicy) {}

  async tokenFor(keyText: string): Promise<string> {
    const known = await this.tokens.get(keyText)?.catch(() => null);
    if (known && known.until > Date.now()) return known.value;
    if (this.tokens.size >= mostTokens) this.tokens.clear();
    const fresh = this.request(keyText);
    this.tokens.set(keyText, fresh);
    return (await fresh).value;
  }

  private async request(keyText: string): Promise<Token> {
    const assertion = assertionFor(keyText);
    const answer = await guardedFetch(this.policy, tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion,
      }).toString(),
      totalTimeoutMs: 10_000,
      maxResponseBytes: 65_536,
      maxRedirects: 0,
    });
    const parsed = tokenAnswer.safeParse(await answer.json().catch(() => null));
    if (!answer.ok || !parsed.success) throw signInRefused({ status: answer.status });
    const { access_token: value, expires_in: seconds } = parsed.data;
    return { value, until: Date.now() + seconds * 1_000 - marginMillis };
  }
}

function assertionFor(keyText: string): string {
  try {
    const { client_email: email, private_key: key } = serviceAccount.parse(JSON.parse(keyText));
    return jwt.sign({ scope }, key, {
      algorithm: 'RS256',
      issuer: email,
      audience: tokenUrl,
      expiresIn: lifeSeconds,
    });
  } catch {
    // What went wrong could quote the key.
    throw signInUnreadable();
  }
}
