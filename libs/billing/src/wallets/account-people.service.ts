import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';

/** Who is written to about the money of an account, and how the account is called towards them. */
export interface AccountContacts {
  readonly name: string;
  readonly emails: readonly string[];
}

const contacts = `select coalesce(t.name, 'your account') as name,
    array(
      select u.email from users u
      where u.status = 'active' and (u.id = w.user_id or u.id in (
        select m.user_id from memberships m where m.tenant_id = t.id and m.role = 'owner'))
      order by u.id) as emails
  from wallets w left join tenants t on t.id = w.tenant_id and t.deleted_at is null where w.id = $1`;

/** The people behind an account: oneself, or the owners of an organization. */
@Injectable()
export class AccountPeople {
  constructor(private readonly database: Database) {}

  async ofWallet(walletId: number): Promise<AccountContacts> {
    const [row] = await this.database.query<AccountContacts>(contacts, [walletId]);
    return row ?? { name: '', emails: [] };
  }
}
