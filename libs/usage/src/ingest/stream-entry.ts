import { jsonOrNothing, timeOfOrderedId } from '@onegate/platform';
import { z } from 'zod';
import { usageEvent } from '../events/event.schema.js';
import type { UsageEvent } from '../events/usage-event.js';
import type { JournalPlace } from './ingested.js';

/** An entry as Redis gives it: its id, and its fields as names and values in turn. */
export type RawEntry = readonly [id: string, fields: readonly string[]];

export interface StreamEntry {
  readonly id: string;
  /** All that it held. */
  readonly raw: Readonly<Record<string, string>>;
  /** Who is told that it was taken in; nobody, where the entry does not say. */
  readonly place: JournalPlace | null;
  readonly event: UsageEvent | null;
  /** Why there is no event in it. */
  readonly problem: string | null;
}

const place = z.object({ process: z.string().min(1).max(200), seq: z.coerce.number().int() });

const dawn = Date.UTC(2025, 0, 1);
const day = 86_400_000;

export function readEntry([id, fields]: RawEntry, now: Date): StreamEntry {
  const raw = recordOf(fields);
  const reading = readEvent(raw.event, now);
  return { id, raw, place: place.safeParse(raw).data ?? null, ...reading };
}

function readEvent(text: string | undefined, now: Date): Pick<StreamEntry, 'event' | 'problem'> {
  const json = jsonOrNothing(text ?? '');
  if (json === undefined) return { event: null, problem: 'The entry holds no JSON' };
  const parsed = usageEvent.safeParse(json);
  if (!parsed.success) return { event: null, problem: z.prettifyError(parsed.error) };
  const isTimely = [
    timeOfOrderedId(parsed.data.id.slice('evt_'.length)).getTime(),
    parsed.data.settledAt,
  ].every((time) => time >= dawn && time <= now.getTime() + day);
  return isTimely
    ? { event: parsed.data, problem: null }
    : { event: null, problem: 'No such time can be right' };
}

function recordOf(fields: readonly string[]): Record<string, string> {
  const pairs = fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1] ?? '']] : []));
  return Object.fromEntries(pairs) as Record<string, string>;
}
