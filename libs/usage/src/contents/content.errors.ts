import { defineFailure } from '@onegate/platform';

export const contentNotKept = defineFailure(
  'content.not_kept',
  'not_found',
  'What was said in this call was not kept, or is not kept any more.',
);
