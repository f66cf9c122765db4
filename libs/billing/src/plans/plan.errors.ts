import { defineFailure } from '@onegate/platform';

export const planUnknown = defineFailure('plan.unknown', 'not_found', 'Plan not found');
export const planNameTaken = defineFailure('plan.name_taken', 'invalid_fields', 'A plan has this name.');
export const planTypeFixed = defineFailure(
  'plan.type_fixed',
  'invalid_fields',
  'The type of a plan cannot be changed. Create another plan.',
);
export const planInUse = defineFailure(
  'plan.in_use',
  'conflict',
  'The plan has {count} subscriptions that run or are to begin. Set it to inactive, so that nobody subscribes to it any more.',
);
export const planInactive = defineFailure(
  'plan.inactive',
  'conflict',
  'This plan is not sold any more. Choose another one.',
);
export const planForOthers = defineFailure(
  'plan.for_others',
  'invalid_request',
  'People subscribe to plans of the type individual, organizations to those of the type teams.',
);
