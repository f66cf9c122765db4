import { randomBytes } from 'node:crypto';
import type { TranslatedProtocol } from '../translation/wire.js';

const prefixes: Readonly<Record<TranslatedProtocol, string>> = {
  'openai-chat': 'chatcmpl-',
  'openai-completions': 'cmpl-',
  'openai-responses': 'resp_',
  'anthropic-messages': 'msg_',
};

/** As the protocol's own provider would number its answer. */
export function answerId(protocol: TranslatedProtocol): string {
  return prefixes[protocol] + randomBytes(18).toString('hex');
}
