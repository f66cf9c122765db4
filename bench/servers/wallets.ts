import path from 'node:path';
import type { Onegate } from './onegate.ts';

const dist = path.join(import.meta.dirname, '../../dist');
const atOnce = 8;

type Api = typeof import('../../apps/api/src/api.module.ts');
type Auth = typeof import('@onegate/auth');
type Billing = typeof import('@onegate/billing');
type Platform = typeof import('@onegate/platform');
type Tenants = typeof import('@onegate/tenants');

/** People with a key and a wallet each, made by the product's own build; answers their keys. */
export async function peopleWithWallets({ env }: Onegate, count: number): Promise<string[]> {
  await import('reflect-metadata');
  const { NestFactory } = await import('@nestjs/core');
  const { ApiModule } = (await built('apps/api/src/api.module.js')) as Api;
  const { ApiKeysService } = (await built('libs/auth/src/index.js')) as Auth;
  const { Ledger } = (await built('libs/billing/src/index.js')) as Billing;
  const { createLogger, newId, readConfiguration, usd } = (await built(
    'libs/platform/src/index.js',
  )) as Platform;
  const { UsersService } = (await built('libs/tenants/src/index.js')) as Tenants;
  const module = ApiModule.for(readConfiguration(env), createLogger('bench', 'silent'));
  const app = await NestFactory.createApplicationContext(module, { logger: false });
  const one = async (number: number): Promise<string> => {
    const person = { email: `bench${number}@example.com`, name: `Person ${number}`, passwordHash: null };
    const { id } = await app.get(UsersService).create({ ...person, isSuperAdmin: false });
    const order = { amount: usd(1_000), kind: 'purchase', reference: newId('pay') } as const;
    await app.get(Ledger).grantCredit({ account: { kind: 'user', id }, ...order });
    return (await app.get(ApiKeysService).create({ userId: id, name: 'bench' })).value;
  };
  const keys: string[] = [];
  for (let done = 0; done < count; done += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, count - done) }, (_, index) => done + index);
    keys.push(...(await Promise.all(numbers.map(one))));
  }
  await app.close();
  return keys;
}

function built(file: string): Promise<unknown> {
  return import(path.join(dist, file)) as Promise<unknown>;
}
