import { defineFailure } from '@onegate/platform';

export const catalogRefused = defineFailure(
  'models.catalog_refused',
  'upstream_failed',
  '{host} answered with status {status}.',
);
export const catalogUnreadable = defineFailure(
  'models.catalog_unreadable',
  'upstream_failed',
  '{host} did not answer with a list of models: {reason}.',
);
export const catalogEmpty = defineFailure(
  'models.catalog_empty',
  'upstream_failed',
  '{host} answered with no model that can be read.',
);
export const syncFailed = defineFailure('models.sync_failed', 'upstream_failed', 'The sync failed: {reason}');
export const syncOvertaken = defineFailure(
  'models.sync_overtaken',
  'conflict',
  'Another process has taken this sync over.',
);
