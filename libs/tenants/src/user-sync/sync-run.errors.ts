import { defineFailure } from '@onegate/platform';

export const syncRunUnknown = defineFailure('sync_run.unknown', 'not_found', 'Sync run not found');
export const nothingToConfirm = defineFailure(
  'sync_run.not_waiting',
  'conflict',
  'This run does not wait for a confirmation; it is {state}.',
);
/** For the run record: what went wrong was ours. */
export const syncBroke = defineFailure(
  'sync_run.broke',
  'internal',
  'Something went wrong on our side. The run can be started again.',
);
