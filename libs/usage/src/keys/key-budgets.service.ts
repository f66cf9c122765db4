import { Inject, Injectable } from '@nestjs/common';
import { KeyDesk, type KeyDetails, type KeyGrant, type Principal } from '@onegate/auth';
import { accountOfKey, tagOf } from '@onegate/billing';
import { Clock, CONFIGURATION, Database, utcDate, type Configuration, type NanoUsd } from '@onegate/platform';
import { periodAt } from '../limits/period.js';
import { PlanUsage, type PlanStanding } from '../plans/plan-usage.service.js';
import { questionOver, sumsBy } from '../statistics/rollup-query.js';
import { stretchOf, type Stretch } from '../statistics/span.js';
import type { AskedSpan } from '../statistics/statistics.schema.js';
import { needsKey } from '../usage.errors.js';

/** Before the first call ever. */
const dawn = new Date('2025-01-01T00:00:00Z');

/** A key with what may be spent with it, and what was. */
export interface KeyBudget {
  readonly key: KeyDetails;
  readonly grant: KeyGrant;
  /** In the present period where there is one; `null` for as much as the account has. */
  readonly limitNano: NanoUsd | null;
  readonly usedNano: NanoUsd;
  readonly remainingNano: NanoUsd | null;
  /** When the period ends; `null` where the quota is for good. */
  readonly resetsAt: Date | null;
  /** Of the account that the key draws on. */
  readonly plan: PlanStanding | null;
}

/** What the key that a call comes with has spent. As of the events that were taken in: a moment ago. */
@Injectable()
export class KeyBudgets {
  constructor(
    private readonly database: Database,
    private readonly desk: KeyDesk,
    private readonly clock: Clock,
    private readonly plans: PlanUsage,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** In the period in which calls are let in: its days are those of the time zone of quotas. */
  async of(who: Principal): Promise<KeyBudget> {
    const grant = grantOf(who);
    const now = this.clock.now();
    const { start, end } = periodAt(grant.quotaPeriod, now.getTime(), this.config.usage.timeZone);
    const since = new Date(Math.max(start, dawn.getTime()));
    const usedNano = await this.spent(who, [since, endOf(now)]);
    const limitNano = grant.quotaNanoUsd;
    const left = limitNano === null ? null : limitNano - usedNano;
    return {
      key: await this.desk.show(who, grant.publicId),
      grant,
      limitNano,
      usedNano,
      remainingNano: left !== null && left < 0n ? 0n : left,
      resetsAt: end === null ? null : new Date(end),
      plan: await this.plans.standing(accountOfKey(who), who.userId),
    };
  }

  /** Both dates included, as days of UTC unless told; without them, all that was ever spent. */
  spentBetween(who: Principal, { startDate, endDate, timeZone: zone = 'UTC' }: AskedSpan): Promise<NanoUsd> {
    const from = startDate ? stretchOf({ startDate, endDate: startDate, zone })[0] : dawn;
    const to = endDate ? stretchOf({ startDate: endDate, endDate, zone })[1] : endOf(this.clock.now());
    return from < to ? this.spent(who, [from, to]) : Promise.resolve(0n);
  }

  private async spent(who: Principal, stretch: Stretch): Promise<NanoUsd> {
    const { id } = grantOf(who);
    const subject = { level: 'account', accounts: [tagOf(accountOfKey(who))] } as const;
    const question = questionOver(stretch, { subject, axis: 'caller', partIds: [who.userId] });
    const { sql, parameters } = sumsBy(question, ['detail_id']);
    const rows = await this.database.query<{ detail_id: string; charged_nano: string }>(sql, parameters);
    return BigInt(rows.find(({ detail_id }) => Number(detail_id) === id)?.charged_nano ?? 0);
  }
}

function grantOf({ key }: Principal): KeyGrant {
  if (!key) throw needsKey();
  return key;
}

/** Whole days only are summed up beforehand: what is yet to come of today is nothing. */
function endOf(now: Date): Date {
  return stretchOf({ startDate: utcDate(now), endDate: utcDate(now), zone: 'UTC' })[1];
}
