import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { likeLiteral, StatisticsDatabase } from '@onegate/platform';
import { chargedInAll } from '../rollups/rollup-figures.js';
import { questionOver, rowsOf } from './rollup-query.js';
import type { Stretch } from './span.js';

/** Service users of accounts, those who used most in a stretch of time first. */
interface Ranking {
  readonly accounts: readonly AccountTag[];
  readonly stretch: Stretch;
  /** Part of their names. */
  readonly search: string;
  readonly skip: number;
  readonly take: number;
}

interface RankedPage {
  readonly ids: readonly number[];
  readonly accounts: readonly AccountTag[];
  /** How many there are on all pages. */
  readonly total: number;
}

interface Candidate {
  readonly id: string;
  readonly account: AccountTag;
  /** What he paid in the months that the stretch lies in. */
  readonly atMost: string;
}

/** What months say of a stretch that lies within them. */
interface Outline {
  /** Who paid most in these months, the dearest first. */
  readonly dearest: readonly Candidate[];
  /** Who may have used something in them before or after the stretch only. */
  readonly unsure: readonly Candidate[];
  /** How many used something in the stretch itself. */
  readonly sure: string;
}

interface Standing {
  readonly page: readonly { readonly id: string; readonly charged: string }[];
  /** How many of the unsure used something. */
  readonly used: string;
}

/** Besides those up to the end of the page, so many are looked at as closely; then four times as many, and so on. */
const reserve = 100;
const growth = 4;

/**
 * Finds a page of service users without adding up the days of all of them. Nobody paid more in a stretch of time than in
 * the months that it lies in: whoever paid less in those than the last one on the page in the stretch is not on it.
 */
@Injectable()
export class ServiceUserRanking {
  constructor(private readonly database: StatisticsDatabase) {}

  async page(ranking: Ranking): Promise<RankedPage> {
    let count = ranking.skip + ranking.take + reserve;
    for (;;) {
      const { dearest, unsure, sure } = await this.outline(ranking, count + 1);
      const closer = new Map([...dearest.slice(0, count), ...unsure].map((one) => [one.id, one]));
      const standing = await this.standing(ranking, [...closer.values()], unsure);
      if (isSettled(ranking, standing, dearest[count])) {
        const ranked = standing.page.flatMap(({ id }) => closer.get(id) ?? []);
        return {
          ids: ranked.map(({ id }) => Number(id)),
          accounts: accountsOf(ranked),
          total: Number(sure) + Number(standing.used),
        };
      }
      count *= growth;
    }
  }

  /** Whose last call of a month was made in the stretch used something in it; before it, nothing in that month. */
  private async outline({ accounts, stretch, search }: Ranking, count: number): Promise<Outline> {
    const [outline] = await this.database.query<Outline>(
      `with candidates as materialized (
         select part_id, scope, ${chargedInAll} as at_most,
           bool_or(last_at >= $2 and last_at < $3) as is_sure
         from usage_months
         where scope = any($1::text[]) and axis = 'service'
           and at >= date_trunc('month', $2::timestamptz at time zone 'UTC')
           and at < $3::timestamptz at time zone 'UTC'
           and ($4 = '%%' or part_id in (select id from service_users where name ilike $4))
         group by part_id, scope having max(last_at) >= $2
       ), dearest as (select * from candidates order by at_most desc, part_id limit $5)
       select (select count(*) from candidates where is_sure) as sure,
         (select ${asJson} from dearest c) as dearest,
         (select ${asJson} from candidates c where not is_sure) as unsure`,
      [accounts, ...stretch, `%${likeLiteral(search)}%`, count],
    );
    return outline ?? { dearest: [], unsure: [], sure: '0' };
  }

  private async standing(
    { stretch, skip, take }: Ranking,
    closer: readonly Candidate[],
    unsure: readonly Candidate[],
  ): Promise<Standing> {
    const accounts = accountsOf(closer);
    const partIds = closer.map(({ id }) => Number(id));
    const subject = { level: 'account', accounts } as const;
    const { sql, parameters } = rowsOf(questionOver(stretch, { subject, axes: ['service'], partIds }));
    const next = parameters.length;
    const [standing] = await this.database.query<Standing>(
      `with used as materialized (
         select part_id, ${chargedInAll} as charged from (${sql}) r group by part_id having sum(calls) > 0
       ), page as (
         select part_id::text as id, charged::text from used
         order by used.charged desc, part_id limit $${next + 1} offset $${next + 2}
       )
       select (select count(*) from used where part_id = any($${next + 3}::bigint[])) as used,
         (select coalesce(json_agg(p), '[]') from page p) as page`,
      [...parameters, take, skip, unsure.map(({ id }) => id)],
    );
    return standing ?? { page: [], used: '0' };
  }
}

const asJson = `coalesce(json_agg(json_build_object(
  'id', c.part_id::text, 'account', c.scope, 'atMost', c.at_most::text)), '[]')`;

/** Whether the page is full of people whom nobody else can have surpassed. */
function isSettled({ take }: Ranking, { page }: Standing, next: Candidate | undefined): boolean {
  const last = page.at(-1);
  if (!next) return true;
  return last !== undefined && page.length === take && BigInt(last.charged) > BigInt(next.atMost);
}

function accountsOf(candidates: readonly Candidate[]): AccountTag[] {
  return [...new Set(candidates.map(({ account }) => account))];
}
