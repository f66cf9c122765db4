import { defineFailure } from '@onegate/platform';

export const modelUnknown = defineFailure(
  'models.model_not_found',
  'not_found',
  'The model {model} does not exist or you do not have access to it.',
);
export const modelMissing = defineFailure('models.unknown', 'not_found', 'There is no such model.');
export const aliasTaken = defineFailure('models.alias_taken', 'invalid_fields', 'A name is taken.');
export const slugTaken = defineFailure('models.slug_taken', 'invalid_fields', 'A name is taken.');
export const priceChangeUnknown = defineFailure(
  'models.price_change_unknown',
  'not_found',
  'There is no such price change.',
);
export const priceChangeDecided = defineFailure(
  'models.price_change_decided',
  'conflict',
  'This price change has been decided: it is {state}.',
);
