import { defineFailure } from '@onegate/platform';

export const serviceUserUnknown = defineFailure(
  'service_user.unknown',
  'not_found',
  'No such service user among those of the tenant.',
);

export const usageUnknown = defineFailure(
  'usage.unknown',
  'not_found',
  'No such person or usage within reach.',
);

export const generationUnknown = defineFailure(
  'generation.unknown',
  'not_found',
  'No generation with this id among your own. One that has just ended takes a moment to be listed.',
);

export const needsKey = defineFailure(
  'usage.needs_key',
  'forbidden',
  'This tells of the API key that a call comes with: call it with one.',
);

export const deadLetterUnknown = defineFailure(
  'usage.dead_letter_unknown',
  'not_found',
  'No such entry among those that were put aside.',
);

export const deadLetterStillDead = defineFailure(
  'usage.dead_letter_still_dead',
  'conflict',
  'It still cannot be taken in: {problem}',
);

export const eventMonthRetired = defineFailure(
  'usage.event_month_retired',
  'conflict',
  'Usage events of {month} are kept no longer: whether this one was charged before cannot be told.',
);
