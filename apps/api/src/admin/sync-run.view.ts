import { syncProblems, type SyncProblem, type SyncRun, type SyncRunState } from '@onegate/tenants';
import { z } from 'zod';

const states = [
  'queued',
  'listing',
  'applying',
  'needs-confirmation',
  'completed',
  'failed',
  'superseded',
] as const satisfies readonly SyncRunState[];

export const syncRunView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    tenant_id: z.int(),
    state: z.enum(states),
    counts: z.object({
      seen: z.int(),
      created: z.int(),
      updated: z.int(),
      reactivated: z.int(),
      deactivated: z.int(),
      unchanged: z.int(),
      problems: z.int(),
    }),
    departures: z.int().nullable(),
    failure: z.string().nullable(),
    started_by: z.int().nullable(),
    confirmed_by: z.int().nullable(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'SyncRun' });

const problemView = z.object({
  code: z.string(),
  message: z.string(),
  external_id: z.string().nullable(),
  email: z.string().nullable(),
});

export const detailedSyncRunView = syncRunView
  .extend({ problems: z.array(problemView) })
  .meta({ id: 'DetailedSyncRun' });

export type SyncRunView = z.input<typeof syncRunView>;

export function toSyncRunView(run: SyncRun): SyncRunView {
  const { seen, created, updated, reactivated, deactivated, unchanged, problemCount } = run;
  return {
    id: run.id,
    public_id: run.publicId,
    tenant_id: run.tenantId,
    state: run.state,
    counts: { seen, created, updated, reactivated, deactivated, unchanged, problems: problemCount },
    departures: run.departures,
    failure: run.failure,
    started_by: run.startedBy,
    confirmed_by: run.confirmedBy,
    created_at: run.createdAt.toISOString(),
    started_at: run.startedAt?.toISOString() ?? null,
    finished_at: run.finishedAt?.toISOString() ?? null,
  };
}

export function toDetailedSyncRunView(run: SyncRun): z.input<typeof detailedSyncRunView> {
  return { ...toSyncRunView(run), problems: run.problems.map(toProblemView) };
}

function toProblemView(problem: SyncProblem): z.input<typeof problemView> {
  return { ...problem, message: syncProblems[problem.code] };
}
