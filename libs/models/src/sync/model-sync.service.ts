import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { JobQueue } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { syncModels } from './model-sync.jobs.js';
import type { ModelSyncRun } from './model-sync-run.entity.js';
import { OpenRouterCatalog } from './openrouter-catalog.js';
import type { SyncRequest } from './sync-request.schema.js';
import { syncFailed } from './sync.errors.js';
import { SyncRuns, type WantedRun } from './sync-runs.service.js';

const lookAgainMillis = 50;
const patienceMillis = 50_000;

/** Starts syncs and waits for them. The work itself is done by the worker. */
@Injectable()
export class ModelSync {
  constructor(
    private readonly runs: SyncRuns,
    private readonly catalog: OpenRouterCatalog,
    private readonly queue: JobQueue,
    private readonly audit: AuditLog,
  ) {}

  /** A sync that a person asks for. Fails where the run failed; a run that is not over yet is answered as it stands. */
  async runFor(actor: Actor, { accept_vanished: acceptsVanished }: SyncRequest): Promise<ModelSyncRun> {
    const run = await this.startAndWait({ trigger: 'person', acceptsVanished });
    await this.audit.record(actor, {
      action: 'models.synced',
      target: { kind: 'run', id: run.publicId },
      changes: { state: run.state, counts: run.counts, acceptsVanished },
    });
    if (run.state !== 'failed') return run;
    throw syncFailed({ reason: run.error ?? '' }, { details: { output: run.output, run: run.publicId } });
  }

  /** Opens a run, or joins the one under way, and sees to it that somebody works on it. */
  async start(wanted: Omit<WantedRun, 'sourceUrl'>): Promise<ModelSyncRun> {
    const run = await this.runs.open({ ...wanted, sourceUrl: this.catalog.url });
    await this.queue.enqueue(syncModels, { runId: run.publicId }, { id: run.publicId });
    return run;
  }

  /**
   * The run that was asked for, once it is over; as it stands, where that takes longer than a caller waits. A run whose
   * process dies on the way is replaced by a new one, and after one that was joined and lets fewer models vanish than
   * the caller does, his own follows.
   */
  async startAndWait(wanted: Omit<WantedRun, 'sourceUrl'>): Promise<ModelSyncRun> {
    const deadline = Date.now() + patienceMillis;
    let run = await this.start(wanted);
    while (!isAnswer(run, wanted) && Date.now() < deadline) {
      await pause(lookAgainMillis);
      run = (await this.runs.byId(run.publicId)) ?? run;
      if (this.isToBeRepeated(run, wanted)) run = await this.start(wanted);
    }
    return run;
  }

  private isToBeRepeated(run: ModelSyncRun, wanted: Pick<WantedRun, 'acceptsVanished'>): boolean {
    const isDead = run.state === 'interrupted' || this.runs.isAbandoned(run);
    return isDead || (run.finishedAt !== null && !isAnswer(run, wanted));
  }
}

/** A run that failed says so to whoever joined it. */
function isAnswer(run: ModelSyncRun, { acceptsVanished }: Pick<WantedRun, 'acceptsVanished'>): boolean {
  if (run.finishedAt === null) return false;
  return run.state === 'failed' || run.acceptsVanished || !acceptsVanished;
}
