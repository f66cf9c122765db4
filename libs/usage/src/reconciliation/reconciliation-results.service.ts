import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { saveAccounts, saveDifferences, totals } from './booked-figures.statements.js';
import type { BookedFigures } from './booked-figures.service.js';
import { sizeOf, type FoundDifference } from './difference.js';
import { ReconciliationRun } from './reconciliation-run.entity.js';
import type { WalletStanding } from './wallet-standings.service.js';

const atOnce = 5_000;

/** What was found of one account. */
export interface Compared {
  readonly figures: BookedFigures;
  readonly standing: WalletStanding | undefined;
  readonly callsInFlight: number;
  readonly differences: readonly FoundDifference[];
}

interface TotalsRow {
  readonly differing: number;
  readonly difference: string;
  readonly events: string;
  readonly ledger: string;
  readonly spent: string;
  readonly pending: string;
  readonly held: string;
}

/** Writes down what a comparison came to. */
@Injectable()
export class ReconciliationResults {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Within the transaction that compared. */
  async save({ id }: ReconciliationRun, compared: readonly Compared[]): Promise<void> {
    const now = this.clock.now();
    for (let from = 0; from < compared.length; from += atOnce) {
      const rows = compared.slice(from, from + atOnce).map(accountRow);
      await this.database.query(saveAccounts, [JSON.stringify(rows), now]);
    }
    const found = compared.flatMap(({ figures: { account }, differences }) =>
      differences.map((one) => ({ account, ...one })),
    );
    await this.database.query(saveDifferences, [JSON.stringify(found), id]);
    await this.complete(id, compared.length, now);
  }

  private async complete(id: number, accounts: number, finishedAt: Date): Promise<void> {
    const [row] = await this.database.query<TotalsRow>(totals);
    if (!row) return;
    await this.database.of(ReconciliationRun).update(
      { id },
      {
        state: 'completed',
        accounts,
        differing: row.differing,
        differenceNano: BigInt(row.difference),
        eventsNano: BigInt(row.events),
        ledgerNano: BigInt(row.ledger),
        spentNano: BigInt(row.spent),
        pendingNano: BigInt(row.pending),
        heldNano: BigInt(row.held),
        finishedAt,
      },
    );
  }
}

function accountRow({ figures, standing, callsInFlight, differences }: Compared) {
  const inRedis = standing?.spent ? standing : undefined;
  return {
    account: figures.account,
    wallet_id: figures.walletId,
    events_nano: String(figures.events),
    days_nano: String(figures.days),
    months_nano: String(figures.months),
    ledger_nano: String(figures.ledger),
    entries_nano: String(figures.entries),
    ledger_number: figures.lastNumber,
    spent_nano: String(figures.spent),
    redis_spent_nano: inRedis?.spent ? String(inRedis.spent.nano) : null,
    redis_pending_nano: inRedis ? String(inRedis.pendingNano) : null,
    held_nano: inRedis ? String(inRedis.heldNano) : null,
    holds: standing?.holds?.length ?? 0,
    calls_in_flight: callsInFlight,
    difference_nano: String(sizeOf(differences)),
    differences,
  };
}
