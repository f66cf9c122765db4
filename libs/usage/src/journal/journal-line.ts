import { jsonOrNothing } from '@onegate/platform';
import { z } from 'zod';
import type { SettledCall } from '../holds/hold-ask.js';
import type { UsageEvent } from '../events/usage-event.js';

/** A charge as the journal keeps it: the event, and what is not in it but needed to tell Redis of it again. */
export interface JournalEntry {
  readonly seq: number;
  /** What counts against tokens per minute. */
  readonly tokens: number;
  readonly scopes: SettledCall['scopes'];
  readonly event: UsageEvent;
  /** The event as it goes into the stream. */
  readonly text: string;
}

/** Only what is needed here is looked at: our own process wrote it, and the ingest checks it before it counts. */
const writtenLine = z.object({
  seq: z.int(),
  tokens: z.number(),
  scopes: z.array(z.object({ name: z.string(), forgetAt: z.number() })),
  event: z.looseObject({
    id: z.string(),
    account: z.string().regex(/^[uo]\d+$/),
    chargedNano: z.string().regex(/^\d+$/),
  }),
});

export function lineOf({ seq, tokens, scopes, text }: JournalEntry): string {
  const told = scopes.map(({ name, forgetAt }) => ({ name, forgetAt }));
  return `{"seq":${seq},"tokens":${tokens},"scopes":${JSON.stringify(told)},"event":${text}}\n`;
}

/** `null` for a line that was not written to its end, because its process died or the disk was full. */
export function entryOf(line: string): JournalEntry | null {
  const { data } = writtenLine.safeParse(jsonOrNothing(line));
  if (!data) return null;
  const { seq, tokens, scopes } = data;
  const event = data.event as unknown as UsageEvent;
  return { seq, tokens, scopes, event, text: JSON.stringify(data.event) };
}
