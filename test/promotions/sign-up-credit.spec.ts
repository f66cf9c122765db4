import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Ledger } from '@onegate/billing';
import { Database, requestContext, usd } from '@onegate/platform';
import { UsersService, type User } from '@onegate/tenants';
import { jest } from '@jest/globals';
import { billing, type Billing } from '../billing/wallets.ts';
import { Installation } from '../setup/installation.ts';

let installation: Installation;
let app: NestFastifyApplication;
let books: Billing;

beforeAll(async () => {
  installation = await Installation.create({
    env: {
      ONEGATE_SIGN_UP_CREDIT_USD: '1.50',
      ONEGATE_SIGN_UP_CREDITS_PER_DAY: '6',
      ONEGATE_SIGN_UP_CREDITS_PER_ADDRESS: '2',
    },
  });
  ({ app } = await installation.api());
  books = billing(app);
});
afterAll(() => installation.close());

const users = () => app.get(UsersService);
const newcomer = (email: string) =>
  users().create({ email, name: 'Newcomer', passwordHash: null, isSuperAdmin: false });

/** As when he has signed in by Google or by a code. */
async function proven({ id }: User): Promise<void> {
  const user = await users().findById(id);
  if (user) await users().emailProven(user);
}
const credits = async ({ id }: User) => (await books.figures({ tag: `u${id}` }))?.credits ?? '0';

describe('the credit for signing up', () => {
  it('comes with the proof of the e-mail, once, and expires', async () => {
    const user = await newcomer('first@example.com');
    expect(await credits(user)).toBe('0');
    await Promise.all([proven(user), proven(user), proven(user)]);
    await proven(user);
    expect(await credits(user)).toBe(String(usd('1.5')));
    const [grant] = await books.database.query<{ kind: string; days: number }>(
      `select g.kind, round(extract(epoch from expires_at - granted_at) / 86400)::integer as days from credit_grants g
       join wallets w on w.id = g.wallet_id where w.user_id = $1`,
      [user.id],
    );
    expect(grant).toEqual({ kind: 'promotion', days: 30 });
  });

  it('comes once for a mailbox, however its address is written, and whether the account still exists', async () => {
    const user = await newcomer('j.doe@gmail.com');
    await proven(user);
    expect(await credits(user)).toBe(String(usd('1.5')));
    await app
      .get(Database)
      .query('update users set email = $2, verified_email = null where id = $1', [
        user.id,
        `${user.publicId}@deleted.invalid`,
      ]);
    for (const email of ['jdoe+again@googlemail.com', 'j.doe@gmail.com']) {
      const again = await newcomer(email);
      await proven(again);
      expect(await credits(again)).toBe('0');
    }
  });

  it('is not for those whom an organization brought', async () => {
    const user = await newcomer('employee@example.com');
    const [tenant] = await app.get(Database).query<{ id: string }>(
      `insert into tenants (public_id, name, created_at, updated_at) values ('org_x', 'Acme', now(), now())
       returning id`,
    );
    await app.get(Database).query('update users set tenant_id = $2 where id = $1', [user.id, tenant?.id]);
    await proven(user);
    expect(await credits(user)).toBe('0');
  });

  it('comes for so many from one network address', async () => {
    const crowd = [];
    for (const number of [1, 2, 3]) crowd.push(await newcomer(`neighbour${number}@example.com`));
    // Of IPv6 everybody has more addresses than he needs.
    const addresses = ['2001:db8:0:7::1', '2001:db8:0:7:aaaa::2', '2001:db8:0:7:ffff:1:2:3'];
    for (const [index, user] of crowd.entries()) {
      await requestContext.run({ requestId: 'req_1', ip: addresses[index] ?? '' }, () => proven(user));
    }
    expect(await Promise.all(crowd.map(credits))).toEqual([String(usd('1.5')), String(usd('1.5')), '0']);
  });

  it('that could not be given keeps nobody from signing in, and comes with the next time', async () => {
    const user = await newcomer('unlucky@example.com');
    const failing = jest.spyOn(app.get(Ledger), 'grantCredit').mockRejectedValueOnce(new Error('Away'));
    await proven(user);
    expect(await credits(user)).toBe('0');
    failing.mockRestore();
    await proven(user);
    expect(await credits(user)).toBe(String(usd('1.5')));
  });

  it('comes for so many in a day, exactly, however many come at once', async () => {
    const crowd = await Promise.all(
      [1, 2, 3, 4].map((number) => newcomer(`crowd${number}@example${number}.com`)),
    );
    await Promise.all(crowd.map(proven));
    const given = (await Promise.all(crowd.map(credits))).filter((amount) => amount !== '0');
    // Five of the six of the day were given above.
    expect(given).toHaveLength(1);
    expect(await books.differences()).toEqual([]);
  });
});
