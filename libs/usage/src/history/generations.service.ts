import { Injectable } from '@nestjs/common';
import type { Principal } from '@onegate/auth';
import { Database, isId } from '@onegate/platform';
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
}

function maySee(who: Principal, account: AccountTag): boolean {
  const { kind, id } = accountOfTag(account);
  return kind === 'organization' && mayInTenant(who, 'tenant.usage.read', id);
}
