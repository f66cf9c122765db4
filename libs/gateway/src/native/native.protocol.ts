import { factsOf } from '@onegate/models';
import { chatProtocol } from '../protocols/chat.protocol.js';
import type { ClientProtocol, UpstreamTerms } from '../protocols/client-protocol.js';
import { countAt } from '../protocols/fields.js';
import type { JsonObject } from '../translation/wire.js';

/** Chat, as the native API asks for it: its only name for the limit is `max_tokens`, which not every provider takes. */
export const nativeProtocol: ClientProtocol = {
  ...chatProtocol,
  operation: 'native',
  dialect: 'native',

  edits(body, upstream) {
    const edits = chatProtocol.edits(body, upstream);
    if (!isRenamed(body, upstream)) return edits;
    const { max_tokens: clamped, ...others } = edits;
    return { ...others, max_completion_tokens: clamped ?? body['max_tokens'] };
  },

  left(body, upstream) {
    const left = chatProtocol.left(body, upstream);
    return isRenamed(body, upstream) ? [...left, 'max_tokens'] : left;
  },
};

function isRenamed(body: JsonObject, { kind }: UpstreamTerms): boolean {
  return factsOf(kind).outputLimit === 'max_completion_tokens' && countAt(body, 'max_tokens') !== null;
}
