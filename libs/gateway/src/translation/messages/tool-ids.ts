const plain = /^[\w-]+$/;
const wrapping = 'toolu_onegate_';

/** Ids of calls have few letters here, while some providers write them with dots and colons: those are wrapped. */
export function blockId(callId: string): string {
  return plain.test(callId) ? callId : wrapping + Buffer.from(callId).toString('base64url');
}

/** The id as the provider knows it. */
export function callIdOf(blockId: string): string {
  if (!blockId.startsWith(wrapping)) return blockId;
  return Buffer.from(blockId.slice(wrapping.length), 'base64url').toString();
}
