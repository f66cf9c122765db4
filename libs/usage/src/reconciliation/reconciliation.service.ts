import { Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { Database } from '@onegate/platform';
import { BookedUsage, type Booked, type BookedFigures } from './booked-figures.service.js';
import { oneAtATime, oneSnapshot } from './booked-figures.statements.js';
import { withinPostgres, withRedis } from './compare.js';
import type { FoundDifference } from './difference.js';
import { LiveReading, type LiveFigures } from './live-figures.service.js';
import { ReconciliationResults, type Compared } from './reconciliation-results.service.js';
import type { ReconciliationRun } from './reconciliation-run.entity.js';
import { ReconciliationRuns } from './reconciliation-runs.service.js';
import type { Reconcile } from './reconciliation.jobs.js';

/** What everything is compared with. */
interface Known {
  readonly live: LiveFigures;
  readonly upToLine: ReadonlyMap<AccountTag, bigint>;
  readonly booked: ReadonlyMap<string, Booked>;
  readonly books: ReadonlyMap<number, readonly FoundDifference[]>;
}

/**
 * Says with numbers that events, sums, ledger, wallets and Redis agree. Redis is read first and Postgres afterwards on
 * one snapshot, so that everything is compared with what it must be equal to at that moment, however busy it is.
 */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly database: Database,
    private readonly booked: BookedUsage,
    private readonly live: LiveReading,
    private readonly runs: ReconciliationRuns,
    private readonly results: ReconciliationResults,
  ) {}

  async run({ runId, isThorough }: Reconcile): Promise<ReconciliationRun> {
    const run = await this.runs.begin(runId, isThorough);
    try {
      await this.compareAll(run);
    } catch (error) {
      await this.runs.fail(run, String(error));
      throw error;
    }
    await this.runs.forgetOld();
    return this.runs.byId(run.publicId);
  }

  private async compareAll(run: ReconciliationRun): Promise<void> {
    const moved = await this.booked.accounts(run.isThorough);
    const accounts = [...new Set([...moved, ...(await this.live.touched())])];
    const live = await this.live.read(accounts);
    await this.database.transaction(async () => {
      await this.database.query(oneSnapshot);
      await this.database.query(oneAtATime);
      const figures = await this.booked.figures(accounts, run.isThorough);
      const known = await this.known(figures, live, run.isThorough);
      const compared = figures.map((one) => compareOne(one, known));
      await this.results.save(run, compared);
    });
  }

  private async known(
    figures: readonly BookedFigures[],
    live: LiveFigures,
    isThorough: boolean,
  ): Promise<Known> {
    const pending = [...live.standings.values()].flatMap((standing) => standing.pending ?? []);
    return {
      live,
      upToLine: await this.booked.upToLineOf(figures, live.standings),
      booked: await this.booked.charges(pending.map(({ callId }) => callId)),
      books: isThorough ? await this.booked.booksDifferences() : new Map(),
    };
  }
}

function compareOne(figures: BookedFigures, { live, upToLine, booked, books }: Known): Compared {
  const { account, walletId, ledger } = figures;
  const standing = live.standings.get(account);
  const onTheWay = { booked, isLost: live.isLost, tidiedBefore: live.tidiedBefore };
  return {
    figures,
    standing,
    callsInFlight: live.inFlight.get(account)?.length ?? 0,
    differences: [
      ...withinPostgres(figures),
      ...(standing ? withRedis(standing, upToLine.get(account) ?? ledger, onTheWay) : []),
      ...(live.differences.get(account) ?? []),
      ...(books.get(walletId ?? 0) ?? []),
    ],
  };
}
