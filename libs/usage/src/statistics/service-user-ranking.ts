import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { likeLiteral, StatisticsDatabase } from '@onegate/platform';
import { figuresOf, type FigureRow, type Figures } from '../rollups/rollup-figures.js';
import { questionOver, sumsBy } from './rollup-query.js';
import type { Stretch } from './span.js';
import { SummedStretches } from './summed-stretches.service.js';

/** Service users of accounts, those who used most in a stretch of time first. */
interface Ranking {
  readonly accounts: readonly AccountTag[];
  readonly stretch: Stretch;
  /** Part of their names. */
  readonly search: string;
  readonly skip: number;
  readonly take: number;
}

interface KnownServiceUser {
  readonly publicId: string;
  readonly name: string;
  readonly account: AccountTag;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

/** A service user with what he used in a span. */
export interface ServiceUserFigures extends KnownServiceUser {
  readonly figures: Figures;
}

interface RankedServiceUser {
  readonly id: number;
  readonly figures: Figures;
}

interface RankedPage {
  readonly rows: readonly ServiceUserFigures[];
  /** How many there are on all pages. */
  readonly total: number;
}

interface Candidate {
  readonly id: number;
  /** What he paid in the months that the stretch lies in, as exact as numbers are. */
  readonly atMost: number;
}

/** What months say of a stretch that lies within them. */
interface Outline {
  /** Who paid most in these months, the dearest first. */
  readonly dearest: readonly Candidate[];
  /** Who may have used something in them before or after the stretch only. */
  readonly unsure: readonly number[];
  /** How many used something in the stretch itself. */
  readonly sure: number;
}

/** Those who are looked at closely, and the unsure among them. */
interface Some {
  readonly closer: readonly number[];
  readonly unsure: readonly number[];
}

interface Standing {
  readonly page: readonly RankedServiceUser[];
  readonly used: number;
}

interface StandingRow {
  readonly page: readonly (FigureRow & { readonly part_id: number })[];
  readonly used: number;
}

/** Besides twice as many as there are up to the end of a page, so many are looked at closely; then so many times as many; then all. */
const reserve = 20;
const breadth = 20;

/** All accounts are looked through in so many parts at the same time: half of the time of the page for 20,000 people. */
const lanes = 2;

/**
 * Finds a page of service users without adding up the days of all of them. Nobody paid more in a stretch of time than in
 * the months that it lies in: whoever paid less in those than the last one on the page in the stretch is not on it.
 */
@Injectable()
export class ServiceUserRanking {
  constructor(
    private readonly database: StatisticsDatabase,
    private readonly summed: SummedStretches,
  ) {}

  async page(ranking: Ranking): Promise<RankedPage> {
    const near = 2 * (ranking.skip + ranking.take) + reserve;
    const far = near * breadth;
    for (const count of [near, far]) {
      const outline = await this.outline(ranking, count + 1);
      if (outline.unsure.length > far) break;
      const page = await this.pageAmong(ranking, outline, count);
      if (page) return page;
    }
    const { page, used } = await this.standing(ranking, null);
    return { rows: await this.named(page), total: used };
  }

  /** Nothing where others may come before those whom it would show. */
  private async pageAmong(ranking: Ranking, outline: Outline, count: number): Promise<RankedPage | null> {
    const { dearest, unsure, sure } = outline;
    const closer = new Set([...dearest.slice(0, count).map(({ id }) => id), ...unsure]);
    const accounts = await this.accountsOf([...closer]);
    const { page, used } = await this.standing({ ...ranking, accounts }, { closer: [...closer], unsure });
    const next = dearest[count];
    if (next && !isAhead(page[ranking.take - 1], next)) return null;
    return { rows: await this.named(page), total: sure + used };
  }

  private async outline(ranking: Ranking, count: number): Promise<Outline> {
    const outlines = await Promise.all(
      dealt(ranking.accounts).map((accounts) => this.outlineOf({ ...ranking, accounts }, count)),
    );
    return {
      dearest: outlines
        .flatMap(({ dearest }) => dearest)
        .toSorted((one, other) => other.atMost - one.atMost || one.id - other.id)
        .slice(0, count),
      unsure: outlines.flatMap(({ unsure }) => unsure),
      sure: outlines.reduce((sum, { sure }) => sum + sure, 0),
    };
  }

  /** Whose last call of a month was made in the stretch used something in it; before it, nothing in that month. */
  private async outlineOf({ accounts, stretch, search }: Ranking, count: number): Promise<Outline> {
    const [outline] = await this.database.query<Outline>(
      `with candidates as materialized (
         select part_id, sum((charged_nano + corrected_nano)::float8) as at_most,
           bool_or(last_at < $3) as is_sure
         from usage_months
         where scope = any($1::text[]) and axis = 'service'
           and at >= date_trunc('month', $2::timestamptz at time zone 'UTC')::date
           and at < ($3::timestamptz at time zone 'UTC') and last_at >= $2
           and ($4 = '%%' or part_id in (select id from service_users where name ilike $4))
         group by part_id
       ), dearest as (select * from candidates order by at_most desc, part_id limit $5)
       select (select count(*)::integer from candidates where is_sure) as sure,
         (select coalesce(json_agg(json_build_object('id', part_id, 'atMost', at_most)), '[]') from dearest) as dearest,
         (select coalesce(json_agg(part_id), '[]') from candidates where not is_sure) as unsure`,
      [accounts, ...stretch, patternOf(search), count],
    );
    return outline ?? nothing;
  }

  private async accountsOf(serviceUserIds: readonly number[]): Promise<AccountTag[]> {
    const rows = await this.database.query<{ account: AccountTag }>(
      'select distinct account from service_users where id = any($1::bigint[])',
      [serviceUserIds],
    );
    return rows.map(({ account }) => account);
  }

  /** Of some, with how many of the unsure among them used something; or of all, with how many did. */
  private async standing(ranking: Ranking, some: Some | null): Promise<Standing> {
    const { accounts, stretch, search, skip, take } = ranking;
    const subject = { level: 'account', accounts } as const;
    const asked = { subject, axis: 'service', ...(some && { partIds: some.closer }) } as const;
    const isSummed = await this.summed.near(stretch, asked);
    const { sql, parameters } = sumsBy(questionOver(stretch, asked, isSummed), ['part_id']);
    const next = parameters.length;
    const [row] = await this.database.query<StandingRow>(
      `with used as materialized (
         select * from (${sql}) s
         where $${next + 4} = '%%' or part_id in (select id from service_users where name ilike $${next + 4})
       ), page as (
         select * from used
         order by charged_nano::numeric + corrected_nano::numeric desc, part_id
         limit $${next + 1} offset $${next + 2}
       )
       select (select coalesce(json_agg(p), '[]') from page p) as page,
         (select count(*)::integer from used
          where $${next + 3}::bigint[] is null or part_id = any($${next + 3})) as used`,
      [...parameters, take, skip, some?.unsure ?? null, patternOf(search)],
    );
    const { page, used } = row ?? { page: [], used: 0 };
    return { page: page.map((one) => ({ id: one.part_id, figures: figuresOf(one) })), used };
  }

  private async named(ranked: readonly RankedServiceUser[]): Promise<ServiceUserFigures[]> {
    const rows = await this.database.query<KnownServiceUser & { id: number }>(
      `select u.id::integer, u.public_id as "publicId", u.name, u.account, u.first_seen_at as "firstSeenAt",
         l.last_at as "lastSeenAt"
       from service_users u cross join lateral (
         select last_at from usage_days where scope = u.account || ':s' || u.id and axis = 'model'
         order by at desc, last_at desc limit 1) l
       where u.id = any($1::bigint[])`,
      [ranked.map(({ id }) => id)],
    );
    const byId = new Map(rows.map(({ id, ...named }) => [id, named]));
    return ranked.flatMap(({ id, figures }) => {
      const named = byId.get(id);
      return named ? [{ ...named, figures }] : [];
    });
  }
}

function patternOf(search: string): string {
  return `%${likeLiteral(search)}%`;
}

const nothing: Outline = { dearest: [], unsure: [], sure: 0 };

function dealt(accounts: readonly AccountTag[]): AccountTag[][] {
  const hands = Array.from({ length: lanes }, (_, lane) =>
    accounts.filter((_account, index) => index % lanes === lane),
  );
  return hands.filter((hand) => hand.length > 0);
}

/** Whether nobody from here on comes before the last one on the page: of those who paid the same, the first one does. */
function isAhead(last: RankedServiceUser | undefined, next: Candidate): boolean {
  if (!last) return false;
  const { chargedNano } = last.figures;
  return chargedNano > next.atMost || (Number(chargedNano) === next.atMost && last.id < next.id);
}
