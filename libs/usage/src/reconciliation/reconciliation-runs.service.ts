import { Injectable } from '@nestjs/common';
import {
  Clock,
  Database,
  JobQueue,
  newId,
  pageBounds,
  type PageQuery,
  type PageRows,
} from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { reconciliationUnknown } from './reconciliation.errors.js';
import { reconcile } from './reconciliation.jobs.js';
import { ReconciledAccount } from './reconciled-account.entity.js';
import { ReconciliationDifference } from './reconciliation-difference.entity.js';
import { ReconciliationRun } from './reconciliation-run.entity.js';
import type { ReconciliationQuery, ReconciliationRequest } from './reconciliation.schema.js';

const keptMillis = 30 * 86_400_000;

/** What comparisons were asked for and what they found. */
@Injectable()
export class ReconciliationRuns {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
  ) {}

  /** To be carried out by a worker right away. */
  async request(actor: Actor, { thorough }: ReconciliationRequest): Promise<ReconciliationRun> {
    const run = await this.database.transaction(async () => {
      const opened = await this.open('person', thorough);
      await this.audit.record(actor, {
        action: 'reconciliation.requested',
        target: { kind: 'reconciliation', id: opened.publicId },
        tenantId: null,
        changes: { thorough },
      });
      return opened;
    });
    await this.jobs.enqueue(
      reconcile,
      { runId: run.publicId, isThorough: thorough },
      { id: `reconciliation ${run.publicId}` },
    );
    return run;
  }

  async open(trigger: ReconciliationRun['trigger'], isThorough: boolean): Promise<ReconciliationRun> {
    const publicId = newId('run');
    await this.database.query(
      `insert into reconciliation_runs (public_id, trigger, is_thorough, state, started_at)
       values ($1, $2, $3, 'queued', $4)`,
      [publicId, trigger, isThorough, this.clock.now()],
    );
    return this.database.of(ReconciliationRun).findOneByOrFail({ publicId });
  }

  /** One that was asked for, or where none was, a new one. */
  async begin(publicId: string | null, isThorough: boolean): Promise<ReconciliationRun> {
    const run = publicId ? await this.byId(publicId) : await this.open('schedule', isThorough);
    await this.database
      .of(ReconciliationRun)
      .update({ id: run.id }, { state: 'running', startedAt: this.clock.now() });
    return run;
  }

  async fail({ id }: ReconciliationRun, error: string): Promise<void> {
    await this.database
      .of(ReconciliationRun)
      .update({ id }, { state: 'failed', error, finishedAt: this.clock.now() });
  }

  /** By its number or its name. */
  async byId(publicId: string): Promise<ReconciliationRun> {
    const run = await this.database.of(ReconciliationRun).findOneBy({ publicId });
    if (!run) throw reconciliationUnknown();
    return run;
  }

  async read(id: number): Promise<{ run: ReconciliationRun; differences: ReconciliationDifference[] }> {
    const run = await this.database.of(ReconciliationRun).findOneBy({ id });
    if (!run) throw reconciliationUnknown();
    const differences = await this.database
      .of(ReconciliationDifference)
      .find({ where: { runId: id }, order: { id: 'asc' }, take: 1_000 });
    return { run, differences };
  }

  async list(page: PageQuery): Promise<PageRows<ReconciliationRun>> {
    const [rows, total] = await this.database
      .of(ReconciliationRun)
      .findAndCount({ order: { id: 'desc' }, ...pageBounds(page) });
    return { rows, total };
  }

  latest(): Promise<ReconciliationRun | null> {
    return this.database
      .of(ReconciliationRun)
      .findOne({ where: { state: 'completed' }, order: { id: 'desc' } });
  }

  /** Where each account stood when it was compared last, the largest differences first. */
  async accounts({
    only_differences: onlyDifferences,
    account,
    ...page
  }: ReconciliationQuery): Promise<PageRows<ReconciledAccount>> {
    const query = this.database.of(ReconciledAccount).createQueryBuilder('a').where('true');
    if (onlyDifferences) query.andWhere('a.difference_nano <> 0');
    if (account) query.andWhere('a.account = :account', { account });
    const { skip, take } = pageBounds(page);
    const [rows, total] = await query
      .orderBy('a.differenceNano', 'DESC')
      .addOrderBy('a.account', 'ASC')
      .offset(skip)
      .limit(take)
      .getManyAndCount();
    return { rows, total };
  }

  /** What was right is forgotten after a while; what was wrong stays. */
  async forgetOld(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - keptMillis);
    await this.database.query(
      `delete from reconciliation_runs r where started_at < $1 and differing = 0
        and not exists (select from reconciliation_differences d where d.run_id = r.id)`,
      [before],
    );
  }
}
