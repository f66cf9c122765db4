import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIGURATION, Database, LOGGER, type Configuration, type Logger } from '@onegate/platform';
import { Tenant } from './tenant.entity.js';

const day = 86_400_000;

/** Takes deleted tenants out of the database for good, when their time is up, with everything that hangs on them. */
@Injectable()
export class TenantPurge {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly config: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async purge(): Promise<{ purged: number; kept: number }> {
    const days = this.config.retention.deletedTenantDays;
    const deletedBefore = new Date(this.clock.now().getTime() - days * day);
    const due = await this.database.query<{ id: string }>(
      'select id from tenants where deleted_at <= $1 order by id',
      [deletedBefore],
    );
    let purged = 0;
    for (const { id } of due) if (await this.purgeOne(Number(id))) purged += 1;
    return { purged, kept: due.length - purged };
  }

  /** Something that must be kept, such as the books, can hold on to one; that keeps no other. */
  private async purgeOne(tenantId: number): Promise<boolean> {
    try {
      await this.database.transaction(async () => {
        await this.database.query('update users set external_id = null where tenant_id = $1', [tenantId]);
        await this.database.of(Tenant).delete(tenantId);
      });
      return true;
    } catch (err) {
      this.log.error({ err, tenantId }, 'A deleted tenant could not be purged');
      return false;
    }
  }
}
