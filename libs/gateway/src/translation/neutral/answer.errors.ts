import { defineFailure } from '@onegate/platform';

export const answerInterrupted = defineFailure(
  'gateway.answer_interrupted',
  'upstream_failed',
  'The provider broke off before the answer was complete.',
);
