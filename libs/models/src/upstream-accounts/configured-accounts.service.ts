import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, Database, type Configuration } from '@onegate/platform';
import { IsNull, Not } from 'typeorm';
import { AccountTrail } from './account-trail.service.js';
import { AccountWriting } from './account-writing.service.js';
import { factsOf, type ProviderKind } from './provider-kinds.js';
import { UpstreamAccount, type AccountOrigin } from './upstream-account.entity.js';
import { UpstreamAccounts } from './upstream-accounts.service.js';

/** What of the configuration makes accounts. */
export type AccountConfiguration = Pick<Configuration, 'providerKeys' | 'simulator' | 'runtime'>;

/** An account that the configuration asks for. */
interface WantedAccount {
  readonly kind: ProviderKind;
  readonly origin: Exclude<AccountOrigin, 'person'>;
  readonly apiKey: string;
  readonly baseUrl: string | null;
}

/**
 * Accounts that follow the configuration: one for each provider key that it names, and in the embedded start the
 * simulated provider for all models that nobody else serves. Safe to run at every start.
 */
@Injectable()
export class ConfiguredAccounts {
  constructor(
    private readonly database: Database,
    private readonly accounts: UpstreamAccounts,
    private readonly writing: AccountWriting,
    private readonly trail: AccountTrail,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  async ensure(config: AccountConfiguration = this.config): Promise<void> {
    await this.database.exclusively('configured-accounts', async () => {
      const existing = await this.database
        .of(UpstreamAccount)
        .findBy({ origin: Not('person'), deletedAt: IsNull() });
      const wanted = wantedAccounts(config);
      for (const one of wanted) {
        const known = existing.find(({ origin, kind }) => origin === one.origin && kind === one.kind);
        await (known ? this.follow(known, one) : this.create(one));
      }
      const gone = existing.filter(
        ({ origin, kind }) => !wanted.some((one) => one.origin === origin && one.kind === kind),
      );
      for (const account of gone) await this.takeOutOfUse(account);
    });
  }

  private async create({ kind, origin, apiKey, baseUrl }: WantedAccount): Promise<void> {
    const serves = origin === 'simulator' ? 'unrouted' : 'matching';
    const name = await this.freeName(`${factsOf(kind).label} (${origin})`);
    const draft = { kind, name, baseUrl, credentials: { api_key: apiKey } };
    await this.accounts.create(null, { tenantId: null, origin, serves }, draft);
  }

  private async follow(account: UpstreamAccount, { apiKey, baseUrl }: WantedAccount): Promise<void> {
    const isSame =
      account.isProvided && account.baseUrl === baseUrl && this.writing.isSetTo(account, { api_key: apiKey });
    if (isSame) return;
    const sealed = this.writing.sealed(account, { credentials: { api_key: apiKey } });
    await this.writing.save(account, { ...sealed, baseUrl, isProvided: true });
    await this.trail.leave(null, account, {
      action: 'upstream_account.followed_configuration',
      changes: { credentials: ['api_key'] },
      heals: true,
    });
  }

  private async takeOutOfUse(account: UpstreamAccount): Promise<void> {
    if (!account.isProvided) return;
    const sealed = this.writing.sealed(account, { credentials: {} });
    await this.writing.save(account, { ...sealed, isProvided: false });
    await this.trail.leave(null, account, { action: 'upstream_account.no_longer_configured' });
  }

  /** A person may have given the name to an account of his own. */
  private async freeName(name: string): Promise<string> {
    const rows = await this.database.query<{ name: string }>(
      'select lower(name) as name from upstream_accounts where tenant_id is null and deleted_at is null',
    );
    const taken = new Set(rows.map((row) => row.name));
    const numbered = [name, ...Array.from({ length: taken.size + 1 }, (_, index) => `${name} ${index + 2}`)];
    return numbered.find((one) => !taken.has(one.toLowerCase())) ?? name;
  }
}

function wantedAccounts({ providerKeys, simulator, runtime }: AccountConfiguration): WantedAccount[] {
  const keys = Object.entries(providerKeys) as [keyof Configuration['providerKeys'], string | undefined][];
  const fromKeys = keys.flatMap(([kind, apiKey]) =>
    apiKey ? [{ kind, origin: 'environment' as const, apiKey, baseUrl: null }] : [],
  );
  const isEmbedded = runtime.mode === 'embedded' && simulator.url !== undefined;
  const simulated = {
    kind: 'simulator',
    origin: 'simulator',
    apiKey: 'simulated',
    baseUrl: `${simulator.url}/v1`,
  } as const;
  return isEmbedded ? [...fromKeys, simulated] : fromKeys;
}
