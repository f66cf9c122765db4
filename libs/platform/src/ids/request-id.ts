import { type PublicId, newId } from './public-id.js';

/** The id under which a request is logged and answered, `req_…`. */
export function newRequestId(): PublicId<'req'> {
  return newId('req');
}
