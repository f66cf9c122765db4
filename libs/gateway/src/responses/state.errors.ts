import { defineFailure, type Failure } from '@onegate/platform';

export const responseUnknown = defineFailure(
  'response.unknown',
  'not_found',
  'There is no response with the id {id}. It may have been deleted, have expired, or not been stored.',
);
/** In the words by which clients know to send the whole conversation anew. */
const previousResponseUnknown = defineFailure(
  'response.previous_response_not_found',
  'invalid_request',
  "Previous response with id '{id}' not found.",
);
export function previousResponseNotFound(id: string): Failure {
  return previousResponseUnknown({ id }, { details: { param: 'previous_response_id' } });
}
export const conversationUnknown = defineFailure(
  'conversation.unknown',
  'not_found',
  'There is no conversation with the id {id}.',
);
export const itemUnknown = defineFailure('item.unknown', 'not_found', 'There is no item with the id {id}.');
export const twoContexts = defineFailure(
  'response.two_contexts',
  'invalid_request',
  'A response continues either `previous_response_id` or a `conversation`, not both.',
);
export const responseRunning = defineFailure(
  'response.running',
  'invalid_request',
  'The response {id} is not complete yet: its status is {status}.',
);
export const notInBackground = defineFailure(
  'response.not_in_background',
  'invalid_request',
  'Only a response that was made with `background: true` can be cancelled.',
);
export const backgroundUnstored = defineFailure(
  'response.background_unstored',
  'invalid_request',
  'A response in the background must be stored: leave `store` out or set it to true.',
);
export const processStopped = defineFailure(
  'response.process_stopped',
  'unavailable',
  'The server that worked on the response has stopped.',
);
