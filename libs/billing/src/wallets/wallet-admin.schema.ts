import { pageQuery, usd } from '@onegate/platform';
import { z } from 'zod';

const blank = (value: unknown) => (value === '' || value === null ? undefined : value);

/** Which wallets: by a part of the name or e-mail of whose they are, and whether they owe. */
export const walletsQuery = pageQuery
  .extend({
    search: z.preprocess(blank, z.string().max(200).default('')),
    overdrawn: z.preprocess(blank, z.stringbool().default(false)),
  })
  .meta({ id: 'WalletsQuery' });
export type WalletsQuery = z.output<typeof walletsQuery>;

const owner = z.int().min(1);
export const newWallet = z
  .union([z.object({ user_id: owner }), z.object({ tenant_id: owner })])
  .meta({ id: 'NewWallet', example: { user_id: 1 } });
export type NewWallet = z.output<typeof newWallet>;

/** More than nothing, and to the nano-dollar. */
const amount = z
  .string()
  .regex(/^\d{1,7}(\.\d{1,9})?$/, 'must be an amount in dollars with nine fraction digits at most')
  .transform((text) => usd(text))
  .refine((nano) => nano > 0n, 'must be more than nothing');

/** Credit given or taken by hand. */
export const creditChange = z
  .object({
    action: z.enum(['grant', 'withdraw']),
    amount_usd: amount,
    reason: z.string().trim().min(1).max(500),
    reference: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({ description: 'Any text that is new for this wallet; sent again, it changes nothing' }),
    expires_at: z.iso
      .datetime({ offset: true })
      .nullish()
      .transform((text) => (text ? new Date(text) : null))
      .meta({ description: 'Of a grant: from then on nothing can be paid with it' }),
  })
  .refine((change) => change.action === 'grant' || change.expires_at === null, {
    path: ['expires_at'],
    message: 'only a grant expires',
  })
  .meta({
    id: 'CreditChange',
    example: { action: 'grant', amount_usd: '5.00', reason: 'Goodwill', reference: 'ticket-4711' },
  });
export type CreditChange = z.output<typeof creditChange>;
