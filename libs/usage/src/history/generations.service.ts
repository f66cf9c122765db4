import { Injectable } from '@nestjs/common';
import type { Principal } from '@onegate/auth';
import { Database, isId, type NanoUsd } from '@onegate/platform';
import { mayInTenant } from '@onegate/tenants';
import { accountOfTag, type AccountTag } from '@onegate/billing';
import { RecordedEvent } from '../events/usage-event.entity.js';
import { ownAccounts } from '../statistics/statistics-scope.js';
import { generationUnknown } from '../usage.errors.js';

/** What is known of one answer. */
@Injectable()
export class Generations {
  constructor(private readonly database: Database) {}

  /** By the id of the answer or of its event: one's own, or one of an organization whose usage one may see. */
  async find(who: Principal, id: string): Promise<RecordedEvent> {
    const events = await this.database.of(RecordedEvent).find({
      where: isId('evt', id) ? { id } : { generationId: id.replaceAll('\u0000', '') },
      take: 100,
    });
    const accounts = ownAccounts(who);
    const seen = events.find(
      ({ account, userId }) => (userId === who.userId && accounts.includes(account)) || maySee(who, account),
    );
    if (!seen) throw generationUnknown();
    return seen;
  }

  /** What re-rating changed of its charge since: less than nothing was given back. */
  async correctionOf({ id }: Pick<RecordedEvent, 'id'>): Promise<NanoUsd> {
    const [row] = await this.database.query<{ nano: string }>(
      'select coalesce(sum(change_nano), 0)::text as nano from usage_corrections where event_id = $1',
      [id],
    );
    return BigInt(row?.nano ?? 0);
  }
}

function maySee(who: Principal, account: AccountTag): boolean {
  const { kind, id } = accountOfTag(account);
  return kind === 'organization' && mayInTenant(who, 'tenant.usage.read', id);
}
