import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIGURATION, Database, type Configuration } from '@onegate/platform';

const day = 86_400_000;

/** Of accounts whose tenant is gone, or has been deleted since the moment in $1. */
const forgetIn = (table: string): string => `delete from ${table} s using (
    select account from ${table} group by account) a left join tenants t on 'o' || t.id = a.account
  where s.account = a.account and a.account like 'o%' and (t.id is null or t.deleted_at <= $1)`;

const remains = ['service_users', 'kept_contents', 'content_settings'];

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
    for (const table of remains) await this.database.query(forgetIn(table), [deletedBefore]);
  }
}
