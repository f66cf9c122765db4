import { defineFailure } from '@onegate/platform';

export const noRoute = defineFailure(
  'routing.no_route',
  'unavailable',
  'No provider account serves the model {model}.',
);
export const noRouteFree = defineFailure(
  'routing.no_route_free',
  'unavailable',
  'Every provider account that serves the model {model} is busy, at its limit or out of order. Try again.',
);
