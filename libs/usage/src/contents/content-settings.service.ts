import { Injectable } from '@nestjs/common';
import { needsSession, type Principal } from '@onegate/auth';
import type { AccountTag } from '@onegate/billing';
import { ChangeNews, Clock, Database } from '@onegate/platform';
import { AuditLog, OrganizationAccess } from '@onegate/tenants';
import { ContentSetting } from './content-setting.entity.js';
import type { ContentSettingInput } from './content.schema.js';
import { contentSettingChanged } from './live-content-settings.service.js';

const usualDays = 30;

/** Where accounts say whether what is said in their calls is kept. Nothing is, unless they say so. */
@Injectable()
export class ContentSettings {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly organizations: OrganizationAccess,
    private readonly news: ChangeNews,
    private readonly audit: AuditLog,
  ) {}

  async ofOrganization(who: Principal, organizationId: string): Promise<ContentSettingInput> {
    const { id } = await this.organizations.enter(who, 'tenant.read', organizationId);
    return this.read(`o${id}`);
  }

  async setForOrganization(
    who: Principal,
    organizationId: string,
    input: ContentSettingInput,
  ): Promise<ContentSettingInput> {
    return this.database.transaction(async () => {
      const { id } = await this.organizations.enterAlone(who, 'tenant.content.write', organizationId);
      await this.save(who, `o${id}`, input, {
        tenantId: id,
        target: { kind: 'organization', id: organizationId },
      });
      return this.read(`o${id}`);
    });
  }

  ofPerson({ userId }: Principal): Promise<ContentSettingInput> {
    return this.read(`u${userId}`);
  }

  /** Nobody does it for another one, and no key for the person whose it is. */
  async setForPerson(who: Principal, input: ContentSettingInput): Promise<ContentSettingInput> {
    if (who.key) throw needsSession();
    const { userId, userPublicId } = who;
    return this.database.transaction(async () => {
      await this.save(who, `u${userId}`, input, {
        tenantId: null,
        target: { kind: 'user', id: userPublicId },
      });
      return this.read(`u${userId}`);
    });
  }

  private async read(account: AccountTag): Promise<ContentSettingInput> {
    const setting = await this.database.of(ContentSetting).findOneBy({ account });
    return { enabled: setting?.isKept ?? false, retentionDays: setting?.retentionDays ?? usualDays };
  }

  private async save(
    who: Principal,
    account: AccountTag,
    { enabled, retentionDays }: ContentSettingInput,
    trail: {
      readonly tenantId: number | null;
      readonly target: { readonly kind: string; readonly id: string };
    },
  ): Promise<void> {
    await this.database.of(ContentSetting).save({
      account,
      isKept: enabled,
      retentionDays,
      updatedAt: this.clock.now(),
    });
    await this.audit.record(who, {
      action: 'content_logging.set',
      ...trail,
      changes: { enabled, retentionDays },
    });
    await this.news.tell(contentSettingChanged, { account });
  }
}
