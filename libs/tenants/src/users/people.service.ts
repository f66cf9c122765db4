import { Injectable } from '@nestjs/common';
import { Database, likeLiteral, pageBounds } from '@onegate/platform';
import { tenantScope, type Actor } from '../access/actor.js';
import { TenantAccess } from '../organizations/tenant-access.js';
import { fromRow, peopleWithTenant, personColumns, type Person, type PersonRow } from './person.js';
import type { PeopleFilter, PeopleQuery } from './person.schema.js';

const exportBatch = 1_000;

/** Active and deactivated people who belong to the tenants in $1 (everybody, where it is null), and match $2. */
const matching = `u.status <> 'deleted' and ($1::bigint[] is null or shown.tenant_id is not null)
  and (u.name ilike $2 or u.email ilike $2)`;

/** Who there is, for those who administer people. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly database: Database,
    private readonly access: TenantAccess,
  ) {}

  async list(actor: Actor, query: PeopleQuery): Promise<{ rows: Person[]; total: number }> {
    const parameters = await this.parametersFor(actor, query);
    const { skip, take } = pageBounds(query);
    const rows = await this.database.query<PersonRow>(
      `select ${personColumns} from ${peopleWithTenant} where ${matching}
       order by u.${query.sort} ${query.direction}, u.id ${query.direction} limit $3 offset $4`,
      [...parameters, take, skip],
    );
    return { rows: rows.map(fromRow), total: await this.count(parameters) };
  }

  /** Everybody, in the order of their ids, a thousand at a time: as many as there are in the memory of a few. */
  async export(actor: Actor, filter: PeopleFilter): Promise<AsyncIterable<Person>> {
    return this.each(await this.parametersFor(actor, filter));
  }

  private async *each(parameters: readonly unknown[]): AsyncGenerator<Person> {
    let last = 0;
    for (;;) {
      const rows = await this.database.query<PersonRow>(
        `select ${personColumns} from ${peopleWithTenant} where ${matching} and u.id > $3
         order by u.id limit ${exportBatch}`,
        [...parameters, last],
      );
      const people = rows.map(fromRow);
      yield* people;
      if (people.length < exportBatch) return;
      last = people.at(-1)?.id ?? last;
    }
  }

  private async count(parameters: readonly unknown[]): Promise<number> {
    const [row] = await this.database.query<{ total: number }>(
      `select count(*)::integer as total from ${peopleWithTenant} where ${matching}`,
      parameters,
    );
    return row?.total ?? 0;
  }

  private async parametersFor(actor: Actor, { tenant_id: tenantId, search }: PeopleFilter) {
    return [await this.scopeFor(actor, tenantId), `%${likeLiteral(search)}%`];
  }

  /** `null` for every tenant. */
  private async scopeFor(actor: Actor, tenantId: number | undefined): Promise<readonly number[] | null> {
    if (tenantId !== undefined) {
      await this.access.enter(actor, 'tenant.users.read', tenantId);
      return [tenantId];
    }
    const scope = tenantScope(actor, 'tenant.users.read');
    return scope === 'all' ? null : scope;
  }
}
