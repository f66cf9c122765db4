import { objectOf } from '../../json/json-object.js';
import type { AnswerFacts } from '../wire.js';

/** Whether a stream ends with the tokens that it cost. */
export function wantsUsage({ body }: AnswerFacts): boolean {
  return (
    objectOf(body['stream_options'])['include_usage'] === true || objectOf(body['usage'])['include'] === true
  );
}

export function hidesThoughts({ body }: AnswerFacts): boolean {
  return objectOf(body['reasoning'])['exclude'] === true || body['include_reasoning'] === false;
}
