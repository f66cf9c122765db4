import { movementKinds, type LedgerTransaction } from '@onegate/billing';
import { toUsdText, type CursorPage } from '@onegate/platform';
import { z } from 'zod';

const usageOfMovement = z
  .object({
    day: z.iso.date().meta({ description: 'In UTC' }),
    calls: z.int(),
    batch: z
      .string()
      .meta({ description: 'Also on each of its calls: `metadata.batch`, and `usage_batch` in files' }),
  })
  .meta({ id: 'MovementUsage' });

const movementView = z
  .object({
    id: z.string(),
    number: z.int().meta({ description: '1, 2, 3 … without a gap' }),
    postedAt: z.iso.datetime(),
    kind: z.enum(movementKinds),
    amountUsd: z.string().meta({ description: 'What the balance changed by, exactly' }),
    balanceUsd: z.string(),
    overdraftUsd: z.string().meta({ description: 'How much of it no credit covered' }),
    about: z.string().optional(),
    reference: z.string(),
    usage: usageOfMovement.optional(),
  })
  .meta({ id: 'Movement' });

export const statementView = z
  .object({ items: z.array(movementView), nextToken: z.string().optional() })
  .meta({ id: 'Statement' });

export function toStatementView(page: CursorPage<LedgerTransaction>): z.input<typeof statementView> {
  return { ...page, items: page.items.map(toMovementView) };
}

function toMovementView(movement: LedgerTransaction): z.input<typeof movementView> {
  const { batch, day, calls, about } = movement;
  return {
    id: movement.publicId,
    number: movement.number,
    postedAt: movement.postedAt.toISOString(),
    kind: movement.kind,
    amountUsd: toUsdText(movement.changeNano),
    balanceUsd: toUsdText(movement.balanceAfterNano),
    overdraftUsd: toUsdText(movement.overdraftNano),
    reference: movement.reference,
    ...(about !== null && { about }),
    ...(batch !== null && day !== null && calls !== null && { usage: { batch, day, calls } }),
  };
}
