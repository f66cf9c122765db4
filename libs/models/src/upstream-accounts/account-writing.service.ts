import { Injectable } from '@nestjs/common';
import { Clock, Database, newId, sqlStateOf } from '@onegate/platform';
import type { AccountChange, NewAccount } from './account-draft.js';
import { changedAccount, columnsOf } from './account-changes.js';
import { blankAccount } from './blank-account.js';
import { invalidAccount } from './upstream-account.errors.js';
import { UpstreamAccount } from './upstream-account.entity.js';
import { UpstreamSecrets } from './upstream-secrets.service.js';

const uniqueViolation = '23505';

/** The rows of accounts, and what is sealed in them. */
@Injectable()
export class AccountWriting {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secrets: UpstreamSecrets,
  ) {}

  fresh({
    tenantId,
    origin,
    draft,
  }: Pick<UpstreamAccount, 'tenantId' | 'origin'> & { draft: NewAccount }): UpstreamAccount {
    const now = this.clock.now();
    const publicId = newId('upa', now);
    return this.database.of(UpstreamAccount).create({
      ...blankAccount(),
      ...columnsOf(draft),
      ...this.sealed({ publicId }, draft),
      publicId,
      tenantId,
      origin,
      kind: draft.kind,
      createdAt: now,
    });
  }

  /** The columns for what is secret in the change. */
  sealed(
    { publicId }: Pick<UpstreamAccount, 'publicId'>,
    { credentials, secretHeaders }: AccountChange,
  ): Partial<UpstreamAccount> {
    return {
      ...(credentials && {
        ...this.secrets.sealedCredentials(publicId, credentials),
        credentialsSetAt: Object.keys(credentials).length > 0 ? this.clock.now() : null,
        lastTest: null,
      }),
      ...(secretHeaders && this.secrets.sealedHeaders(publicId, secretHeaders)),
    };
  }

  save(account: UpstreamAccount, change: Partial<UpstreamAccount> = {}): Promise<UpstreamAccount> {
    return this.database
      .of(UpstreamAccount)
      .save(changedAccount(account, { ...change, updatedAt: this.clock.now() }));
  }

  /** Its row stays, because usage names it; its secrets do not. */
  async bury({ id, publicId }: UpstreamAccount): Promise<void> {
    const now = this.clock.now();
    await this.database.of(UpstreamAccount).update(id, {
      ...this.secrets.sealedCredentials(publicId, {}),
      ...this.secrets.sealedHeaders(publicId, {}),
      isEnabled: false,
      deletedAt: now,
      updatedAt: now,
    });
  }

  /** Whether it signs in with just this; also not when what it signs in with cannot be read any more. */
  isSetTo(account: UpstreamAccount, credentials: Record<string, string>): boolean {
    try {
      const secrets = this.secrets.open(account);
      return Object.entries(credentials).every(([name, value]) => secrets.credential(name) === value);
    } catch {
      return false;
    }
  }

  async unlessNameTaken(work: () => Promise<UpstreamAccount>): Promise<UpstreamAccount> {
    try {
      return await work();
    } catch (error) {
      if (sqlStateOf(error) !== uniqueViolation) throw error;
      throw invalidAccount({ name: 'The name has already been taken.' });
    }
  }
}
