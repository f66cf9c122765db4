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
   * process dies on the way is replaced by a new one.
   */
  async startAndWait(wanted: Omit<WantedRun, 'sourceUrl'>): Promise<ModelSyncRun> {
    const deadline = Date.now() + patienceMillis;
    let run = await this.start(wanted);
    while (run.finishedAt === null && Date.now() < deadline) {
      await pause(lookAgainMillis);
      run = (await this.runs.byId(run.publicId)) ?? run;
      if (run.state === 'interrupted' || this.runs.isAbandoned(run)) run = await this.start(wanted);
    }
    return run;
  }
}
