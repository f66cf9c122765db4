import type { Caller } from '../setup/caller.ts';
import type { Simulated } from '../setup/simulated.ts';

export const chats = '/v1/chat/completions';

let count = 0;

/** A call unlike any other, by a text that the provider sees too. */
export function chat(more: object = {}) {
  count += 1;
  return { model: 'gpt-4o-mini', messages: [{ role: 'user', content: `Tell me tale ${count}.` }], ...more };
}

/** How often the provider was asked this. */
export function timesAsked({ journal }: Simulated, { messages }: { messages: readonly object[] }): number {
  const text = JSON.stringify(messages);
  return journal.list().filter((entry) => JSON.stringify(entry.body)?.includes(text)).length;
}

/** A caller that gives its calls a name, and tells the simulator how to answer. */
export function named(caller: Caller, key: string, script?: string): Caller {
  return caller.with({ 'idempotency-key': key, ...(script !== undefined && { 'x-simulate': script }) });
}

export function isReplay({ headers }: { headers: Headers }): boolean {
  return headers.get('x-onegate-idempotent-replay') === 'true';
}
