import { Injectable } from '@nestjs/common';
import type { Principal, QuotaPeriod } from '@onegate/auth';
import { ChangeNews, Clock, Database, defineFailure, toUsdText } from '@onegate/platform';
import { AuditLog, OrganizationAccess } from '@onegate/tenants';
import type { BudgetInput } from './budget.schema.js';
import { budgetsChanged } from './live-budgets.service.js';

const noSuchMember = defineFailure(
  'budget.member_unknown',
  'not_found',
  'Nobody with this id is a member of the organization.',
);

/** A budget as people get to see it. */
export interface BudgetDetails {
  /** None is the whole organization's. */
  readonly userId: string | null;
  readonly period: QuotaPeriod;
  readonly limitUsd: string;
}

interface Row {
  readonly user_id: string | null;
  readonly period: QuotaPeriod;
  readonly limit_nano: string;
}

const readBudgets = `select u.public_id as user_id, b.period, b.limit_nano from budgets b
  left join users u on u.id = b.user_id where b.tenant_id = $1 order by u.id nulls first, b.period`;

const saveBudget = `insert into budgets (tenant_id, user_id, period, limit_nano, updated_at) values ($1, $2, $3, $4, $5)
  on conflict on constraint budgets_whose do update set limit_nano = excluded.limit_nano, updated_at = excluded.updated_at`;

const removeBudget = `delete from budgets
  where tenant_id = $1 and user_id is not distinct from $2::bigint and period = $3`;

/** Where an organization says how much may be spent, by its members and in all. In force at once everywhere. */
@Injectable()
export class BudgetDesk {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly organizations: OrganizationAccess,
    private readonly news: ChangeNews,
    private readonly audit: AuditLog,
  ) {}

  async list(who: Principal, organizationId: string): Promise<BudgetDetails[]> {
    const { id } = await this.organizations.enter(who, 'tenant.usage.read', organizationId);
    const rows = await this.database.query<Row>(readBudgets, [id]);
    return rows.map(toDetails);
  }

  /** One for each period, for everybody or for one of them. */
  async set(who: Principal, organizationId: string, budget: BudgetInput): Promise<BudgetDetails[]> {
    await this.database.transaction(async () => {
      const { id } = await this.organizations.enterAlone(who, 'tenant.members.write', organizationId);
      const userId = budget.userId === null ? null : await this.memberId(id, budget.userId);
      const { period, limitUsd } = budget;
      if (limitUsd === null) await this.database.query(removeBudget, [id, userId, period]);
      else await this.database.query(saveBudget, [id, userId, period, String(limitUsd), this.clock.now()]);
      await this.audit.record(who, {
        action: 'budget.set',
        target: { kind: 'organization', id: organizationId },
        tenantId: id,
        changes: { user: budget.userId, period, limitUsd: limitUsd === null ? null : toUsdText(limitUsd) },
      });
      await this.news.tell(budgetsChanged, { tenantId: id });
    });
    return this.list(who, organizationId);
  }

  private async memberId(tenantId: number, userPublicId: string): Promise<number> {
    const [row] = await this.database.query<{ id: string }>(
      `select u.id from users u join memberships m on m.user_id = u.id and m.tenant_id = $1 where u.public_id = $2`,
      [tenantId, userPublicId],
    );
    if (!row) throw noSuchMember();
    return Number(row.id);
  }
}

function toDetails({ user_id: userId, period, limit_nano: limit }: Row): BudgetDetails {
  return { userId, period, limitUsd: toUsdText(BigInt(limit)) };
}
