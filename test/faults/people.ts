import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, readConfiguration, usd } from '@onegate/platform';
import { ApiKeysService, type NewKey } from '@onegate/auth';
import { Ledger, type BilledAccount } from '@onegate/billing';
import { createApi } from '../../apps/api/src/create-api.ts';
import { administration } from '../admin/administration.ts';
import { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import type { FaultHouse } from './fault-house.ts';

/** Who calls, and what with. */
export interface CallerKey {
  readonly value: string;
  readonly id: number;
  readonly userId: number;
  readonly tag: `${'u' | 'o'}${number}`;
  /** Whether its account runs dry now and then. */
  readonly isPoor: boolean;
}

/** A person with two keys, one of them limited in every way; an organization; and somebody with hardly any money. */
export async function settlePeople(house: FaultHouse): Promise<readonly CallerKey[]> {
  const app = await createApi(readConfiguration(house.environment), createLogger('api', 'silent'));
  try {
    await app.listen(0, '127.0.0.1');
    return await peopleOf(app);
  } finally {
    await app.close();
  }
}

async function peopleOf(app: NestFastifyApplication): Promise<readonly CallerKey[]> {
  const admin = await administration(app, new Caller(await app.getUrl()));
  const rich = await given(app).user();
  const poor = await given(app).user();
  const organization = await admin.tenant();
  const member = await admin.person(organization, 'owner');
  const grant = (account: BilledAccount, amount: bigint) =>
    app.get(Ledger).grantCredit({ account, amount, kind: 'purchase', reference: `first-${account.id}` });
  await grant({ kind: 'user', id: rich.id }, usd('1000'));
  await grant({ kind: 'organization', id: organization.id }, usd('1000'));
  await grant({ kind: 'user', id: poor.id }, usd('0.01'));
  const key = async (input: NewKey, isPoor = false): Promise<CallerKey> => {
    const fresh = await app.get(ApiKeysService).create(input);
    const tag = input.tenantId ? (`o${input.tenantId}` as const) : (`u${input.userId}` as const);
    return { value: fresh.value, id: fresh.key.id, userId: input.userId, tag, isPoor };
  };
  const limits = {
    quotaNanoUsd: usd('900'),
    quotaPeriod: 'daily',
    requestsPerMinute: 100_000,
    tokensPerMinute: 1_000_000_000,
    concurrentRequests: 5,
  } as const;
  const keys = [
    await key({ userId: rich.id, name: 'Free' }),
    await key({ userId: rich.id, name: 'Limited', ...limits }),
    await key({ userId: member.id, name: 'Of the organization', tenantId: organization.id, ...limits }),
    await key({ userId: poor.id, name: 'Poor' }, true),
  ];
  return keys;
}
