/** Where a run can be, and where it can go from there. */
export const syncRunFlow = {
  /** Waits for a worker. */
  queued: ['listing', 'failed'],
  /** The directory is being read; nothing has changed yet. Read anew after a crash. */
  listing: ['listing', 'applying', 'needs-confirmation', 'failed'],
  /** Everybody was listed; people are being brought in step. Goes on after a crash. */
  applying: ['applying', 'completed', 'failed'],
  /** More would go than the directory's settings allow: nothing has changed, and a person decides. */
  'needs-confirmation': ['queued', 'superseded'],
  completed: [],
  failed: [],
  /** A newer run took the place of one that waited for a person. */
  superseded: [],
} as const satisfies Record<string, readonly string[]>;

export type SyncRunState = keyof typeof syncRunFlow;

/** The states in which a run has work to do; a tenant has at most one such run. */
export const statesUnderWay = ['queued', 'listing', 'applying'] as const satisfies readonly SyncRunState[];

export function mayGo(from: SyncRunState, to: SyncRunState): boolean {
  return (syncRunFlow[from] as readonly SyncRunState[]).includes(to);
}
