import { inspect } from 'node:util';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, FreshCache, RedisChannels, SecretBox, sealedColumn } from '@onegate/platform';
import { z } from 'zod';
import { UpstreamAccount } from './upstream-account.entity.js';
import { upstreamChanged } from './upstream.channels.js';

const texts = z.record(z.string(), z.string());

/** What an account signs in with. It shows itself to nobody: neither logs nor JSON get to see more than its names. */
export class AccountSecrets {
  readonly #credentials: Readonly<Record<string, string>>;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(
    readonly accountId: number,
    credentials: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>>,
    private readonly openHeaders: Readonly<Record<string, string>> = {},
  ) {
    this.#credentials = credentials;
    this.#headers = headers;
  }

  credential(name: string): string | undefined {
    return this.#credentials[name];
  }

  /** All that are sent with each call of the account, secret or not. */
  get headers(): Readonly<Record<string, string>> {
    const all = Object.entries({ ...this.openHeaders, ...this.#headers });
    return Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), value]));
  }

  /** Everything that must not be shown. */
  get values(): string[] {
    return [...Object.values(this.#credentials), ...Object.values(this.#headers)];
  }

  toJSON(): object {
    return { secrets: Object.keys(this.#credentials) };
  }

  [inspect.custom](): string {
    return `AccountSecrets(${Object.keys(this.#credentials).join(', ')})`;
  }
}

/** Opens what is sealed in the rows of accounts, and remembers it in this process until they change. */
@Injectable()
export class UpstreamSecrets implements OnModuleInit {
  private readonly cache: FreshCache<AccountSecrets>;

  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly channels: RedisChannels,
  ) {
    this.cache = new FreshCache({
      capacity: 2_000,
      isCurrent: () => channels.isCurrent(),
      tagsOf: ({ accountId }) => [`account:${accountId}`],
    });
    channels.onMissed(() => this.cache.clear());
  }

  async onModuleInit(): Promise<void> {
    await this.channels.subscribe(upstreamChanged, ({ accountId }, phase) => {
      if (phase === 'coming') this.cache.doubt(`account:${accountId}`);
      else this.cache.forget(`account:${accountId}`);
    });
  }

  /** `null` for an account that is gone. */
  of(accountId: number): Promise<AccountSecrets | null> {
    return this.cache.get(String(accountId), async () => {
      const account = await this.database.of(UpstreamAccount).findOneBy({ id: accountId });
      return account && account.deletedAt === null ? this.open(account) : null;
    });
  }

  open(account: UpstreamAccount): AccountSecrets {
    const { id, publicId, headers, sealedCredentials, sealedHeaders } = account;
    return new AccountSecrets(
      id,
      this.unsealed(contextOf(publicId, 'credentials'), sealedCredentials),
      this.unsealed(contextOf(publicId, 'headers'), sealedHeaders),
      headers,
    );
  }

  /** Those of the account, with other credentials in the place of its own. */
  with({ id, publicId, headers, sealedHeaders }: UpstreamAccount, credentials: Record<string, string>) {
    const secretHeaders = this.unsealed(contextOf(publicId, 'headers'), sealedHeaders);
    return new AccountSecrets(id, credentials, secretHeaders, headers);
  }

  sealedCredentials(publicId: string, credentials: Record<string, string>): Partial<UpstreamAccount> {
    const names = Object.keys(credentials).toSorted();
    const sealed = this.sealed(contextOf(publicId, 'credentials'), credentials);
    return { credentialNames: names, sealedCredentials: sealed };
  }

  sealedHeaders(publicId: string, headers: Record<string, string>): Partial<UpstreamAccount> {
    const names = Object.keys(headers)
      .map((name) => name.toLowerCase())
      .toSorted();
    return {
      secretHeaderNames: names,
      sealedHeaders: this.sealed(contextOf(publicId, 'headers'), headers),
    };
  }

  private sealed(context: string, values: Record<string, string>): string | null {
    return Object.keys(values).length === 0 ? null : this.box.seal(context, JSON.stringify(values));
  }

  private unsealed(context: string, sealed: string | null): Record<string, string> {
    return sealed === null ? {} : texts.parse(JSON.parse(this.box.open(context, sealed)));
  }
}

/** Binds a sealed text to its account and purpose. */
function contextOf(publicId: string, purpose: 'credentials' | 'headers'): string {
  return `upstream/${publicId}/${purpose}`;
}

/** What we sign in with at providers. */
export const upstreamSecrets = [
  sealedColumn(UpstreamAccount, 'sealedCredentials', ({ publicId }) => contextOf(publicId, 'credentials')),
  sealedColumn(UpstreamAccount, 'sealedHeaders', ({ publicId }) => contextOf(publicId, 'headers')),
];
