import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIGURATION, Database, type Configuration } from '@onegate/platform';

const day = 86_400_000;

const forgetServiceUsers = `delete from service_users s using (
    select account from service_users group by account) a left join tenants t on 'o' || t.id = a.account
  where s.account = a.account and a.account like 'o%' and (t.id is null or t.deleted_at <= $1)`;

/**
 * What usage knows of the people of a tenant that is gone. The tenant itself may have to stay, because its books do; the
 * names of those who used its app are no part of them.
 */
@Injectable()
export class AccountRemains {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** Of tenants that are purged, or would be if they had no books. */
  async forget(): Promise<void> {
    const days = this.config.retention.deletedTenantDays;
    const deletedBefore = new Date(this.clock.now().getTime() - days * day);
    await this.database.query(forgetServiceUsers, [deletedBefore]);
  }
}
