import type { CatalogAnswer } from './openrouter-catalog.js';
import type { StateChange, SyncPlan } from './sync-plan.js';

interface SyncCounts extends Record<string, number> {
  readonly received: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly returned: number;
  readonly vanished: number;
  readonly vanished_held_back: number;
  readonly expired: number;
  readonly prices_written: number;
  readonly prices_held_back: number;
  readonly skipped: number;
}

export interface SyncSummary {
  readonly counts: SyncCounts;
  /** For people, one line for each thing that happened. */
  readonly output: readonly string[];
}

export interface SyncOutcome {
  readonly plan: SyncPlan;
  readonly answer: Pick<CatalogAnswer, 'pages' | 'isWhole' | 'strangePrices'>;
  readonly written: readonly { readonly inserted: boolean }[];
  readonly expired: readonly StateChange[];
}

/** More names than this help nobody. */
const maxNames = 20;

export const unchangedSummary = (expired: readonly StateChange[]): SyncSummary => ({
  counts: { ...nothing, expired: expired.length },
  output: [
    'The catalog is the one of the last sync.',
    ...named('Past their last day, gone now', expired.map(slugOf)),
  ],
});

export function summaryOf({ plan, answer, written, expired }: SyncOutcome): SyncSummary {
  const counts = {
    received: plan.models.length + plan.skipped.length,
    created: written.filter(({ inserted }) => inserted).length,
    updated: written.filter(({ inserted }) => !inserted).length,
    unchanged: plan.models.length - written.length,
    returned: plan.returned.length,
    vanished: plan.vanished.length,
    vanished_held_back: plan.vanishedHeldBack.length,
    expired: expired.length,
    prices_written: plan.prices.length,
    prices_held_back: plan.held.length,
    skipped: plan.skipped.length,
  };
  return { counts, output: [...headline(counts, answer), ...findings(plan, answer, expired)] };
}

const nothing: SyncCounts = {
  received: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  returned: 0,
  vanished: 0,
  vanished_held_back: 0,
  expired: 0,
  prices_written: 0,
  prices_held_back: 0,
  skipped: 0,
};

function headline(counts: SyncCounts, { pages }: SyncOutcome['answer']): string[] {
  return [
    `Read ${counts.received} models from ${pages} ${pages === 1 ? 'page' : 'pages'}.`,
    `Models: ${counts.created} created, ${counts.updated} updated, ${counts.unchanged} unchanged.`,
    `Prices: ${counts.prices_written} written, ${counts.prices_held_back} held back for a person to confirm.`,
  ];
}

function findings(plan: SyncPlan, answer: SyncOutcome['answer'], expired: readonly StateChange[]): string[] {
  const why = answer.isWhole ? 'too many at once' : 'the list was not whole';
  return [
    ...plan.held.slice(0, maxNames).map(({ slug, reasons }) => `Held back: ${slug}: ${reasons.join('; ')}.`),
    ...named('Back again', plan.returned),
    ...named('Vanished, inactive now', plan.vanished.map(slugOf)),
    ...named(`Missing, left as they are because ${why}`, plan.vanishedHeldBack),
    ...named('Past their last day, gone now', expired.map(slugOf)),
    ...plan.skipped.slice(0, maxNames).map(({ id, reason }) => `Skipped: ${id}: ${reason}.`),
    ...named('Prices without a meaning here', answer.strangePrices),
  ];
}

function named(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > maxNames ? ` and ${names.length - maxNames} more` : '';
  return [`${what} (${names.length}): ${names.slice(0, maxNames).join(', ')}${more}.`];
}

function slugOf({ slug }: StateChange): string {
  return slug;
}
