import { defineFailure } from '@onegate/platform';

export const formExpected = defineFailure(
  'form.expected',
  'unsupported_media_type',
  'Send a form here (multipart/form-data).',
);
export const formMalformed = defineFailure(
  'form.malformed',
  'invalid_request',
  'The form is cut off or malformed.',
);
