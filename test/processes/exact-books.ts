import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, JobQueue } from '@onegate/platform';
import { Reconciliation, sweepHolds } from '@onegate/usage';
import { until } from '../setup/until.ts';

interface Counted {
  readonly events: number;
  readonly paid: number;
}

/** Until events, ledger, wallets and Redis say the same to the nano-dollar and nothing is held: who has been asked how often. */
export async function exactBooks(app: NestFastifyApplication, withinMillis = 30_000): Promise<Counted> {
  let last = '';
  const atRest = async (): Promise<boolean> => {
    await app.get(JobQueue).enqueue(sweepHolds, { isThorough: true }, { about: 'exact books' });
    const { differing, accounts, differenceNano, pendingNano } = await app
      .get(Reconciliation)
      .run({ runId: null, isThorough: true });
    const holds = await heldCalls(app);
    last = JSON.stringify({
      accounts,
      differing,
      holds,
      difference: `${differenceNano}`,
      pending: `${pendingNano}`,
    });
    return accounts > 0 && differing === 0 && differenceNano === 0n && pendingNano === 0n && holds === 0;
  };
  try {
    await until('exact books', atRest, withinMillis);
  } catch (error) {
    throw new Error(`The books do not come to rest: ${last}`, { cause: error });
  }
  const [row = { events: 0, paid: 0 }] = await app
    .get(Database)
    .query<Counted>(
      'select count(*)::integer as events, count(*) filter (where charged_nano > 0)::integer as paid from usage_events',
    );
  return row;
}

async function heldCalls(app: NestFastifyApplication): Promise<number> {
  const [row] = await app
    .get(Database)
    .query<{ holds: number }>('select coalesce(sum(holds), 0)::integer as holds from reconciled_accounts');
  return row?.holds ?? 0;
}
