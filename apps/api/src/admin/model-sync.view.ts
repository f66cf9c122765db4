import type { ModelSyncRun } from '@onegate/models';
import { z } from 'zod';

export const modelSyncRunView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    state: z.enum(['queued', 'running', 'completed', 'failed', 'interrupted']),
    trigger: z.enum(['schedule', 'person']),
    counts: z.record(z.string(), z.int()),
    output: z.array(z.string()),
    skipped: z.array(z.object({ id: z.string(), reason: z.string() })),
    error: z.string().nullable(),
    started_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ModelSyncRun' });

export type ModelSyncRunView = z.input<typeof modelSyncRunView>;

export function toModelSyncRunView(run: ModelSyncRun): ModelSyncRunView {
  return {
    id: run.id,
    public_id: run.publicId,
    state: run.state,
    trigger: run.trigger,
    counts: run.counts,
    output: run.output,
    skipped: run.skipped,
    error: run.error,
    started_at: run.startedAt.toISOString(),
    finished_at: run.finishedAt?.toISOString() ?? null,
  };
}

export const modelSyncResult = z
  .looseObject({
    message: z.string(),
    output: z.array(z.string()),
    run: modelSyncRunView.omit({ output: true, counts: true }),
  })
  .meta({ id: 'ModelSyncResult' });

/** The counts stand beside the message, where front ends of the surface look for them. */
export function toModelSyncResult(run: ModelSyncRun): z.input<typeof modelSyncResult> {
  const { output, counts, ...rest } = toModelSyncRunView(run);
  const message = run.finishedAt === null ? 'The sync is still under way' : 'Models synced';
  return { ...counts, message, output, run: rest };
}
