import type { StoredStatus } from './stored-response.entity.js';

/** What may become of a response. */
const responseLife = {
  queued: ['in_progress', 'completed', 'incomplete', 'failed', 'cancelled'],
  in_progress: ['completed', 'incomplete', 'failed', 'cancelled'],
  completed: [],
  incomplete: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<StoredStatus, readonly StoredStatus[]>;

export function isOver(status: StoredStatus): boolean {
  return responseLife[status].length === 0;
}
