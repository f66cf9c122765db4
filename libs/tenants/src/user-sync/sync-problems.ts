/** What can keep one person of a listing from being brought in step, and what the tenant's admins are told. */
export const syncProblems = {
  'no-id': 'The directory gives no usable id, so this entry cannot be told from others.',
  'duplicate-id': 'The directory lists this id more than once; the first entry counts.',
  'duplicate-email': 'The directory lists this e-mail for somebody else too.',
  'invalid-email': 'The directory gives no valid e-mail.',
  'email-taken': 'The e-mail belongs to an account that this directory does not manage.',
  'member-elsewhere':
    'The e-mail of somebody who also belongs to other tenants is not changed by a directory.',
  'protected-account': 'Administrators of the platform are not managed by a directory.',
  'no-seat': 'All seats of the tenant are taken.',
  'last-owner': 'The last owner of a tenant stays, although the directory does not list him any more.',
} as const;

export type SyncProblemCode = keyof typeof syncProblems;

/** One row that could not be brought in step, as the run record keeps it. */
export interface SyncProblem {
  readonly code: SyncProblemCode;
  readonly external_id: string | null;
  readonly email: string | null;
}

/** How many a run record lists; all are counted. */
export const problemsKept = 100;
