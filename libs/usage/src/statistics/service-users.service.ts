import { Injectable } from '@nestjs/common';
import { accountOfTag, type AccountTag } from '@onegate/billing';
import { Database, isId, pageBounds } from '@onegate/platform';
import type { Actor } from '@onegate/tenants';
import { serviceUserUnknown } from '../usage.errors.js';
import { ServiceUserRanking, type ServiceUserFigures } from './service-user-ranking.js';
import { stretchOf, type Span } from './span.js';
import { StatisticsScope } from './statistics-scope.js';
import { toAskedSpan, type AskedSpan, type ServiceUsersQuery } from './statistics.schema.js';
import { tagOfTenant } from './subject.js';
import { UsageReports, type ModelFigures } from './usage-reports.service.js';

interface Listing {
  readonly span: Span;
  readonly rows: readonly ServiceUserFigures[];
  readonly total: number;
}

/** The end users of tenants' own apps. */
@Injectable()
export class ServiceUsers {
  constructor(
    private readonly database: Database,
    private readonly ranking: ServiceUserRanking,
    private readonly scope: StatisticsScope,
    private readonly reports: UsageReports,
  ) {}

  /** Those who used something in the span, the dearest first. */
  async list(actor: Actor, query: ServiceUsersQuery): Promise<Listing> {
    const reached = await this.scope.tenantsInReach(actor, query.tenant_id);
    const zone = query.time_zone ?? (await this.zoneOf(reached ?? []));
    const accounts = reached ?? (await this.allAccounts());
    const { span } = await this.scope.scoped({ level: 'account', accounts }, toAskedSpan(query), zone);
    const { search } = query;
    const { rows, total } = await this.ranking.page({
      accounts,
      stretch: stretchOf(span),
      search,
      ...pageBounds(query),
    });
    return { span, rows, total };
  }

  /** Which models one of a tenant's service users used; he is known by his own name or by ours. */
  async models(
    actor: Actor,
    { tenantId, name }: { readonly tenantId: number; readonly name: string },
    asked: AskedSpan,
  ): Promise<{ span: Span; serviceUser: ServiceUserName; models: ModelFigures[] }> {
    const { span } = await this.scope.tenant(actor, tenantId, asked);
    const account = tagOfTenant(tenantId);
    const serviceUser = await this.find(account, name);
    const subject = { level: 'serviceUser', account, serviceUserId: serviceUser.id } as const;
    return { span, serviceUser, models: await this.reports.models(subject, span) };
  }

  private async find(account: AccountTag, name: string): Promise<ServiceUserName> {
    const [row] = await this.database.query<ServiceUserName>(
      `select id::integer, public_id as "publicId", name from service_users where account = $1 and
        (name = $2 or public_id = $3) order by name = $2 desc limit 1`,
      [account, name.replaceAll('\u0000', ''), isId('sus', name) ? name : null],
    );
    if (!row) throw serviceUserUnknown();
    return row;
  }

  private async allAccounts(): Promise<AccountTag[]> {
    const rows = await this.database.query<{ id: string }>('select id from tenants where deleted_at is null');
    return rows.map(({ id }) => tagOfTenant(Number(id)));
  }

  private async zoneOf(accounts: readonly AccountTag[]): Promise<string> {
    const [account] = accounts;
    if (!account || accounts.length > 1) return 'UTC';
    const [row] = await this.database.query<{ time_zone: string }>(
      'select time_zone from tenants where id = $1',
      [accountOfTag(account).id],
    );
    return row?.time_zone ?? 'UTC';
  }
}

export interface ServiceUserName {
  readonly id: number;
  readonly publicId: string;
  readonly name: string;
}
