import {
  movementKinds,
  type LedgerTransaction,
  type OwnedWallet,
  type PostedMovement,
} from '@onegate/billing';
import { toUsdText } from '@onegate/platform';
import { z } from 'zod';

export const walletView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    owner: z.object({
      kind: z.enum(['user', 'organization']),
      id: z.int(),
      public_id: z.string(),
      name: z.string(),
      email: z.string().nullable(),
    }),
    balance_usd: z.string(),
    credits_usd: z.string().meta({ description: 'All that came in, less what was withdrawn or expired' }),
    spent_usd: z.string(),
    overdraft_usd: z.string().meta({ description: 'Used or withdrawn without cover' }),
    next_expiry_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Wallet' });
export type WalletView = z.input<typeof walletView>;

export function toWalletView(wallet: OwnedWallet): WalletView {
  const { owner, credits, spent } = wallet;
  return {
    id: wallet.id,
    public_id: wallet.publicId,
    owner: {
      kind: owner.kind,
      id: owner.id,
      public_id: owner.publicId,
      name: owner.name,
      email: owner.email,
    },
    balance_usd: toUsdText(credits - spent),
    credits_usd: toUsdText(credits),
    spent_usd: toUsdText(spent),
    overdraft_usd: toUsdText(wallet.overdraft),
    next_expiry_at: wallet.nextExpiryAt?.toISOString() ?? null,
    created_at: wallet.createdAt.toISOString(),
  };
}

export const walletMovementView = z
  .object({
    id: z.string(),
    number: z.int(),
    posted_at: z.iso.datetime(),
    kind: z.enum(movementKinds),
    amount_usd: z.string(),
    balance_usd: z.string(),
    overdraft_usd: z.string(),
    about: z.string().nullable(),
    reference: z.string(),
    actor_id: z.int().nullable(),
    usage: z.object({ day: z.string(), calls: z.int(), batch: z.string() }).nullable(),
  })
  .meta({ id: 'WalletMovement' });

export function toWalletMovementView(movement: LedgerTransaction): z.input<typeof walletMovementView> {
  const { batch, day, calls } = movement;
  return {
    id: movement.publicId,
    number: movement.number,
    posted_at: movement.postedAt.toISOString(),
    kind: movement.kind,
    amount_usd: toUsdText(movement.changeNano),
    balance_usd: toUsdText(movement.balanceAfterNano),
    overdraft_usd: toUsdText(movement.overdraftNano),
    about: movement.about,
    reference: movement.reference,
    actor_id: movement.actorUserId,
    usage: batch !== null && day !== null && calls !== null ? { batch, day, calls } : null,
  };
}

/** What came of giving or taking credit by hand. */
export const creditChangeView = z
  .object({
    id: z.string(),
    kind: z.enum(movementKinds),
    amount_usd: z.string(),
    balance_usd: z.string(),
    repeated: z
      .boolean()
      .meta({ description: 'Whether it had been done before and nothing was changed now' }),
  })
  .meta({ id: 'CreditChanged' });

export function toCreditChangeView(posted: PostedMovement): z.input<typeof creditChangeView> {
  return {
    id: posted.publicId,
    kind: posted.kind,
    amount_usd: toUsdText(posted.change),
    balance_usd: toUsdText(posted.balanceAfter),
    repeated: !posted.isNew,
  };
}
