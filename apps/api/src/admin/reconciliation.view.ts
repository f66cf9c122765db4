import {
  differencePlaces,
  type DifferencePlace,
  type FoundDifference,
  type ReconciledAccount,
  type ReconciliationDifference,
  type ReconciliationRun,
} from '@onegate/usage';
import { z } from 'zod';

/** Whole nano-dollars: JSON numbers would lose the last of them. */
const nano = z.string().meta({ description: 'Nano-dollars' });

const differenceView = z
  .object({
    account: z.string(),
    place: z.enum(Object.keys(differencePlaces) as DifferencePlace[]),
    about: z.string(),
    expected_nano: nano,
    found_nano: nano,
    difference_nano: nano,
    call_ids: z.array(z.string()),
  })
  .meta({ id: 'ReconciliationDifference' });

export const reconciledAccountView = z
  .object({
    account: z.string().meta({ description: '`u` and the id of a person, `o` and the id of a tenant' }),
    wallet_id: z.int().nullable(),
    events_nano: nano,
    ledger_nano: nano,
    spent_nano: nano,
    redis_spent_nano: nano.nullable(),
    redis_pending_nano: nano.nullable(),
    held_nano: nano.nullable(),
    holds: z.int(),
    calls_in_flight: z.int(),
    difference_nano: nano,
    differences: z.array(differenceView),
    checked_at: z.iso.datetime(),
  })
  .meta({ id: 'ReconciledAccount' });

export const reconciliationRunView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    trigger: z.enum(['schedule', 'person']),
    thorough: z.boolean(),
    state: z.enum(['queued', 'running', 'completed', 'failed']),
    error: z.string().nullable(),
    accounts: z.int().meta({ description: 'Looked at; the others had not changed' }),
    differing: z.int(),
    difference_nano: nano,
    events_nano: nano,
    ledger_nano: nano,
    spent_nano: nano,
    pending_nano: nano,
    held_nano: nano,
    started_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ReconciliationRun' });

export const detailedReconciliationRunView = reconciliationRunView
  .extend({ differences: z.array(differenceView) })
  .meta({ id: 'DetailedReconciliationRun' });

export type ReconciledAccountView = z.input<typeof reconciledAccountView>;
export type ReconciliationRunView = z.input<typeof reconciliationRunView>;

export function toReconciledAccountView(of: ReconciledAccount): ReconciledAccountView {
  return {
    account: of.account,
    wallet_id: of.walletId,
    events_nano: String(of.eventsNano),
    ledger_nano: String(of.ledgerNano),
    spent_nano: String(of.spentNano),
    redis_spent_nano: textOf(of.redisSpentNano),
    redis_pending_nano: textOf(of.redisPendingNano),
    held_nano: textOf(of.heldNano),
    holds: of.holds,
    calls_in_flight: of.callsInFlight,
    difference_nano: String(of.differenceNano),
    differences: of.differences.map((one) => toDifferenceView(of.account, one)),
    checked_at: of.checkedAt.toISOString(),
  };
}

export function toReconciliationRunView(run: ReconciliationRun): ReconciliationRunView {
  return {
    id: run.id,
    public_id: run.publicId,
    trigger: run.trigger,
    thorough: run.isThorough,
    state: run.state,
    error: run.error,
    accounts: run.accounts,
    differing: run.differing,
    difference_nano: String(run.differenceNano),
    events_nano: String(run.eventsNano),
    ledger_nano: String(run.ledgerNano),
    spent_nano: String(run.spentNano),
    pending_nano: String(run.pendingNano),
    held_nano: String(run.heldNano),
    started_at: run.startedAt.toISOString(),
    finished_at: run.finishedAt?.toISOString() ?? null,
  };
}

export function toDetailedReconciliationRunView(of: {
  readonly run: ReconciliationRun;
  readonly differences: readonly ReconciliationDifference[];
}): z.input<typeof detailedReconciliationRunView> {
  const differences = of.differences.map(({ account, place, expectedNano, foundNano, callIds }) =>
    toDifferenceView(account, {
      place: place as DifferencePlace,
      expected: String(expectedNano),
      found: String(foundNano),
      callIds,
    }),
  );
  return { ...toReconciliationRunView(of.run), differences };
}

function toDifferenceView(
  account: string,
  { place, expected, found, callIds = [] }: FoundDifference,
): z.input<typeof differenceView> {
  return {
    account,
    place,
    about: differencePlaces[place],
    expected_nano: expected,
    found_nano: found,
    difference_nano: String(BigInt(found) - BigInt(expected)),
    call_ids: [...callIds],
  };
}

function textOf(amount: bigint | null): string | null {
  return amount === null ? null : String(amount);
}
