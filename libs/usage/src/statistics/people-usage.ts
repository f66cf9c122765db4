import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { Clock, StatisticsDatabase } from '@onegate/platform';
import { tenantScope, type Actor } from '@onegate/tenants';
import { figureSums, figuresOf, noFigures, type FigureRow, type Figures } from '../rollups/rollup-figures.js';
import { spanFor } from './asked-span.js';
import type { AskedSpan } from './statistics.schema.js';
import { tagOfTenant } from './subject.js';

const batchSize = 1_000;

/** What people used, for lists of them. */
@Injectable()
export class PeopleUsage {
  constructor(
    private readonly database: StatisticsDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Each person with what he used in the span, in days of UTC: on the accounts that the actor may see the usage of; on
   * all accounts, for those who administer the platform.
   */
  async *beside<Person extends { readonly id: number }>(
    actor: Actor,
    people: AsyncIterable<Person>,
    asked: AskedSpan,
  ): AsyncGenerator<{ readonly person: Person; readonly figures: Figures }> {
    for await (const batch of inBatches(people)) {
      const figures = await this.figuresOf(actor, batch, asked);
      for (const person of batch) yield { person, figures: figures.get(person.id) ?? noFigures };
    }
  }

  /** One short look for each person and account that he can have calls on. */
  private async figuresOf(
    actor: Actor,
    people: readonly { readonly id: number }[],
    asked: AskedSpan,
  ): Promise<ReadonlyMap<number, Figures>> {
    const span = spanFor(asked, 'UTC', this.clock.now());
    const rows = await this.database.query<FigureRow & { user_id: string }>(
      `select p.user_id, ${figureSums}
       from (
         select u.id as user_id, 'u' || u.id as account from unnest($1::bigint[]) u (id)
         union all
         select m.user_id, 'o' || m.tenant_id from memberships m where m.user_id = any($1)
       ) p
       join usage_days d on d.scope = p.account || ':u' || p.user_id and d.axis = 'model'
         and d.at >= $2::date and d.at <= $3::date
       where $4::text[] is null or p.account = any($4)
       group by p.user_id`,
      [people.map(({ id }) => id), span.startDate, span.endDate, accountsSeenBy(actor)],
    );
    return new Map(rows.map((row) => [Number(row.user_id), figuresOf(row)]));
  }
}

function accountsSeenBy(actor: Actor): AccountTag[] | null {
  const scope = tenantScope(actor, 'tenant.usage.read');
  return scope === 'all' ? null : scope.map(tagOfTenant);
}

async function* inBatches<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
