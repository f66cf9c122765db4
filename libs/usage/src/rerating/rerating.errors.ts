import { defineFailure } from '@onegate/platform';

export const reratingUnknown = defineFailure('rerating.unknown', 'not_found', 'No such re-rating.');
export const reratingNotEstimated = defineFailure(
  'rerating.not_estimated',
  'conflict',
  'What it would come to is still being counted. Look at that first.',
);
export const eventsNotKept = defineFailure(
  'rerating.events_not_kept',
  'conflict',
  'Single events are kept from {since} on only. Ask for a span that begins then or later.',
);
export const priceNotKnown = defineFailure(
  'rerating.price_unknown',
  'conflict',
  'The model has no price at the moment. Say which one is right.',
);
