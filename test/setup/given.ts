import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeysService, Passwords } from '@onegate/auth';
import { Ledger } from '@onegate/billing';
import { newId, usd } from '@onegate/platform';
import { UsersService, type User } from '@onegate/tenants';

export const password = 'correct horse battery';

let count = 0;

/** What a test starts from, written through the real code. */
export function given(app: NestFastifyApplication) {
  const create = async (isSuperAdmin: boolean): Promise<User> => {
    count += 1;
    const passwordHash = await app.get(Passwords).hash(password);
    return app
      .get(UsersService)
      .create({ email: `person${count}@example.com`, name: `Person ${count}`, passwordHash, isSuperAdmin });
  };
  return {
    user: () => create(false),
    superAdmin: () => create(true),
    async apiKey({ id }: Pick<User, 'id'>): Promise<string> {
      const { value } = await app.get(ApiKeysService).create({ userId: id, name: 'Test key' });
      return value;
    },
    async credit({ id }: Pick<User, 'id'>, amount = usd(100)): Promise<void> {
      const order = { amount, kind: 'purchase', reference: newId('pay') } as const;
      await app.get(Ledger).grantCredit({ account: { kind: 'user', id }, ...order });
    },
    /** Of a person who can pay for calls to models. */
    async payingKey(amount = usd(100)): Promise<string> {
      const user = await create(false);
      await this.credit(user, amount);
      return this.apiKey(user);
    },
  };
}
