import { defineFailure } from '@onegate/platform';

export const modelNotAllowed = defineFailure(
  'admission.model_not_allowed',
  'forbidden',
  'This API key may not use the model {model}.',
);
