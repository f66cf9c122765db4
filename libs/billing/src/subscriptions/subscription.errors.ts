import { defineFailure } from '@onegate/platform';

export const noPlan = defineFailure('subscription.none', 'not_found', 'There is no plan on this account.');
export const planUnpaid = defineFailure(
  'subscription.unpaid',
  'payment_required',
  'The plan is suspended until its invoice is paid.',
);
export const subscriptionUnknown = defineFailure(
  'subscription.unknown',
  'not_found',
  'Subscription not found',
);
export const entryNotManual = defineFailure(
  'subscription.not_manual',
  'conflict',
  'Only a subscription that was entered by hand is ended here; its owners cancel one that they bought.',
);
export const alreadySubscribed = defineFailure(
  'subscription.exists',
  'conflict',
  'There is a plan on this account already. Change or cancel it.',
);
export const changeInProgress = defineFailure(
  'subscription.change_in_progress',
  'conflict',
  'Another change of the plan waits for its payment. Try again when it is through.',
);
export const planNotChangeable = defineFailure(
  'subscription.not_changeable',
  'conflict',
  'A plan that is unpaid, ends, or was entered by hand cannot be changed.',
);
export const seatsInUse = defineFailure(
  'seats.in_use',
  'conflict',
  'The organization has {taken} seats in use, pending invites included. Remove members or withdraw invites first.',
);
export const tooManySeats = defineFailure(
  'seats.too_many',
  'invalid_request',
  'The plan has at most {max} seats.',
);
export const chargeDeclined = defineFailure(
  'subscription.payment_failed',
  'payment_required',
  'The payment failed, and nothing was changed: {reason}',
);
export const nothingToPay = defineFailure(
  'subscription.nothing_to_pay',
  'conflict',
  'There is nothing to pay.',
);
export const notCancelled = defineFailure(
  'subscription.not_cancelled',
  'conflict',
  'The plan is not cancelled.',
);
export const entryOverlaps = defineFailure(
  'subscription.overlaps',
  'conflict',
  'Another plan of the tenant runs or is to begin in this time.',
);
export const entryTimesInvalid = defineFailure(
  'subscription.times_invalid',
  'invalid_fields',
  'A subscription ends after it begins.',
);
