import { defineFailure } from '@onegate/platform';

export const alertUnknown = defineFailure('alert.unknown', 'not_found', 'Alert not found');
export const alertTaken = defineFailure(
  'alert.taken',
  'conflict',
  'There is an alert at this threshold already.',
);
export const tooManyAlerts = defineFailure(
  'alert.too_many',
  'conflict',
  'An account has {limit} alerts at most.',
);
