import { Injectable } from '@nestjs/common';
import { Database, Failure } from '@onegate/platform';
import type { SyncModels } from './model-sync.jobs.js';
import type { ModelSyncRun } from './model-sync-run.entity.js';
import { OpenRouterCatalog, type CatalogAnswer } from './openrouter-catalog.js';
import { SyncAnnouncer } from './sync-announcer.service.js';
import { SyncApply, type AppliedSync } from './sync-apply.service.js';
import { leaseRenewalMillis, SyncRuns } from './sync-runs.service.js';

/** Does the work of a sync: reads first, with nothing locked, then applies all of it in one transaction. */
@Injectable()
export class SyncWorker {
  constructor(
    private readonly runs: SyncRuns,
    private readonly catalog: OpenRouterCatalog,
    private readonly changes: SyncApply,
    private readonly announcer: SyncAnnouncer,
    private readonly database: Database,
  ) {}

  /** `null` where another process works on it already, or it is done. */
  async perform({ runId }: SyncModels): Promise<Record<string, number> | null> {
    const run = await this.runs.claim(runId ?? (await this.openScheduled()));
    if (!run) return null;
    const heartbeat = setInterval(() => void this.runs.renew(run).catch(() => undefined), leaseRenewalMillis);
    try {
      const { counts } = await this.readAndApply(run);
      return counts;
    } catch (error) {
      await this.runs.fail(run, reasonOf(error));
      this.announcer.failed(run, error);
      return null;
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async openScheduled(): Promise<string> {
    const wanted = { trigger: 'schedule', acceptsVanished: false, sourceUrl: this.catalog.url } as const;
    return (await this.runs.open(wanted)).publicId;
  }

  /** A person who lets models vanish wants the list judged again, whether or not it has changed. */
  private async readAndApply(run: ModelSyncRun): Promise<AppliedSync> {
    const etag = run.acceptsVanished ? null : await this.runs.lastEtag(run.sourceUrl);
    const answer = await this.catalog.read(etag);
    return this.database.exclusively('model-catalog', async () => {
      const applied = await this.changes.apply(run, answer);
      await this.runs.complete(run, { ...applied, etag: answer === null ? etag : etagOf(answer) });
      await this.announcer.completed(run, applied);
      return applied;
    });
  }
}

/** Remembered only of a list that was understood in full: the others are worth another look. */
function etagOf({ isWhole, skipped, etag }: CatalogAnswer): string | null {
  return isWhole && skipped.length === 0 ? etag : null;
}

function reasonOf(error: unknown): string {
  return error instanceof Failure ? error.message : 'Something went wrong on our side, the log says what.';
}
