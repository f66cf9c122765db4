import { Injectable } from '@nestjs/common';
import { ChangeNews, Clock, Database } from '@onegate/platform';
import { AuditLog } from '@onegate/tenants';
import { keyChanged } from '../access/access.channels.js';
import type { Principal } from '../principal.js';
import { ApiKey } from './api-key.entity.js';

/** A change of a key, for whoever reads the audit log. */
interface KeyDeed {
  readonly action: 'key.created' | 'key.edited' | 'key.rotated' | 'key.revoked';
  readonly changes?: Readonly<Record<string, unknown>>;
}

/** Changes keys so that every process knows, and the audit log too. */
@Injectable()
export class KeyKeeping {
  constructor(
    private readonly database: Database,
    private readonly news: ChangeNews,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async edit(who: Principal, key: ApiKey, change: Partial<ApiKey>): Promise<ApiKey> {
    await this.change(who, key, { action: 'key.edited', changes: change }, () =>
      this.database.of(ApiKey).update(key.id, { ...change, updatedAt: this.clock.now() }),
    );
    return this.database.of(ApiKey).findOneByOrFail({ id: key.id });
  }

  async revoke(who: Principal, key: ApiKey): Promise<void> {
    await this.change(who, key, { action: 'key.revoked' }, () =>
      this.database.of(ApiKey).update(key.id, { revokedAt: this.clock.now() }),
    );
  }

  /** Does the work, writes it down and tells everybody, all or nothing. */
  change<Result>(who: Principal, key: ApiKey, deed: KeyDeed, work: () => Promise<Result>): Promise<Result> {
    return this.database.transaction(async () => {
      await this.news.tell(keyChanged, { keyId: key.id });
      const result = await work();
      await this.record(who, key, deed);
      return result;
    });
  }

  async record(who: Principal, key: ApiKey, { action, changes }: KeyDeed): Promise<void> {
    const target = { kind: 'key', id: key.publicId };
    await this.audit.record(who, { action, target, tenantId: key.tenantId, changes });
  }
}
