import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import type { Principal } from '../principal.js';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeysService, type FreshKey } from './api-keys.service.js';
import { type KeyDetails, toKeyDetails } from './key-details.js';
import { KeyKeeping } from './key-keeping.service.js';
import { KeyScope } from './key-scope.service.js';
import { type KeyChangeInput, limitsOfInput, type NewKeyInput, type RotationInput } from './key.schema.js';

/** Details with the value, for the one answer that shows it. */
export interface ShownKey extends KeyDetails {
  readonly key: string;
}

/** What people do with their keys. */
@Injectable()
export class KeyDesk {
  constructor(
    private readonly database: Database,
    private readonly keys: ApiKeysService,
    private readonly scope: KeyScope,
    private readonly keeping: KeyKeeping,
    private readonly clock: Clock,
  ) {}

  async list(who: Principal): Promise<KeyDetails[]> {
    return this.detailsOf(await this.scope.own(who));
  }

  async show(who: Principal, id: string): Promise<KeyDetails> {
    return this.detailOf(await this.scope.visible(who, id));
  }

  async create(who: Principal, input: NewKeyInput): Promise<ShownKey> {
    const tenantId = await this.scope.accountFor(who, input.organizationId);
    const limits = limitsOfInput(input);
    return this.database.transaction(async () => {
      const fresh = await this.keys.create({ ...limits, tenantId, name: input.name, userId: who.userId });
      const changes = { ...limits, name: input.name };
      await this.keeping.record(who, fresh.key, { action: 'key.created', changes });
      return this.shown(fresh);
    });
  }

  async edit(who: Principal, id: string, input: KeyChangeInput): Promise<KeyDetails> {
    const key = await this.scope.changeable(who, id);
    const name = input.name ? { name: input.name } : {};
    return this.detailOf(await this.keeping.edit(who, key, { ...limitsOfInput(input), ...name }));
  }

  async rotate(who: Principal, id: string, { graceSeconds }: RotationInput): Promise<ShownKey> {
    const key = await this.scope.renewable(who, id);
    const until = new Date(this.clock.now().getTime() + graceSeconds * 1000);
    const changes = { previousValueUntil: until };
    const fresh = await this.keeping.change(who, key, { action: 'key.rotated', changes }, () =>
      this.keys.renewValue(key, until),
    );
    return this.shown(fresh);
  }

  async revoke(who: Principal, id: string): Promise<void> {
    await this.keeping.revoke(who, await this.scope.changeable(who, id));
  }

  private async shown({ key, value }: FreshKey): Promise<ShownKey> {
    return { ...(await this.detailOf(key)), key: value };
  }

  private async detailOf(key: ApiKey): Promise<KeyDetails> {
    const organizations = await this.scope.organizationIds([key]);
    return toKeyDetails(key, organizations.get(key.tenantId ?? -1) ?? null);
  }

  private async detailsOf(keys: readonly ApiKey[]): Promise<KeyDetails[]> {
    const organizations = await this.scope.organizationIds(keys);
    return keys.map((key) => toKeyDetails(key, organizations.get(key.tenantId ?? -1) ?? null));
  }
}
