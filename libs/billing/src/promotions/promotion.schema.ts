import { given, pageQuery, usd } from '@onegate/platform';
import { z } from 'zod';
import { audiences } from './promotion.entity.js';

const blank = (value: unknown) => (value === '' || value === null ? undefined : value);
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const amount = z
  .string()
  .regex(/^\d{1,5}(\.\d{1,9})?$/, 'must be an amount in dollars with nine fraction digits at most')
  .transform((text) => usd(text))
  .refine((nano) => nano > 0n, 'must be more than nothing');
const count = z.int().min(1).max(10_000_000);

const orElse = <Value extends z.ZodType>(schema: Value, value: z.output<Value>) =>
  schema.nullish().transform((wanted) => wanted ?? value);

const fields = {
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2_000).nullable(),
  audience: z.enum(audiences),
  is_listed: z.boolean().meta({ description: 'Shown to everybody it is for, who then needs no code' }),
  is_active: z.boolean(),
  starts_at: moment,
  ends_at: moment.nullable(),
  credit_days: z.int().min(1).max(3_650).nullable(),
  credit_ends_at: moment.nullable(),
  max_redemptions: count.nullable(),
  max_per_account: count,
  max_per_person: count,
};

interface Times {
  readonly starts_at?: Date | null | undefined;
  readonly ends_at?: Date | null | undefined;
}
const inOrder = ({ starts_at: start, ends_at: end }: Times) => !start || !end || start < end;
const order = { path: ['ends_at'], message: 'must be after the start' };

/** A campaign to be made. It starts at once unless told. */
export const newPromotion = z
  .object({
    ...fields,
    amount_usd: amount,
    description: fields.description.default(null),
    audience: orElse(fields.audience, 'any'),
    is_listed: orElse(fields.is_listed, false),
    is_active: orElse(fields.is_active, true),
    starts_at: fields.starts_at.nullish(),
    ends_at: fields.ends_at.default(null),
    credit_days: fields.credit_days.default(null),
    credit_ends_at: fields.credit_ends_at.default(null),
    max_redemptions: fields.max_redemptions.default(null),
    max_per_account: orElse(count, 1),
    max_per_person: orElse(count, 1),
  })
  .refine(inOrder, order)
  .meta({
    id: 'NewPromotion',
    example: { name: 'Spring', amount_usd: '5.00', credit_days: 30, max_redemptions: 100 },
  });
export type NewPromotion = z.output<typeof newPromotion>;

/** What is left out stays. The amount never changes: what was promised stands. */
export const promotionChange = z
  .object({
    name: given(fields.name),
    description: fields.description.optional(),
    audience: given(fields.audience),
    is_listed: given(fields.is_listed),
    is_active: given(fields.is_active),
    starts_at: given(moment),
    ends_at: fields.ends_at.optional(),
    credit_days: fields.credit_days.optional(),
    credit_ends_at: fields.credit_ends_at.optional(),
    max_redemptions: fields.max_redemptions.optional(),
    max_per_account: given(count),
    max_per_person: given(count),
  })
  .refine(inOrder, order)
  .meta({ id: 'PromotionChange', example: { is_active: false } });
export type PromotionChange = z.output<typeof promotionChange>;

export const promotionsQuery = pageQuery
  .extend({ search: z.preprocess(blank, z.string().max(200).default('')) })
  .meta({ id: 'PromotionsQuery' });
export type PromotionsQuery = z.output<typeof promotionsQuery>;

export const rowsQuery = pageQuery.meta({ id: 'RowsQuery' });
export type RowsQuery = z.output<typeof rowsQuery>;

/** Codes to be made: so many that nobody can guess, or one with a name of its own. */
export const newCodes = z
  .object({
    count: orElse(z.int().min(1).max(1_000), 1),
    code: z
      .string()
      .trim()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9 -]{6,38}[A-Za-z0-9]$/,
        'must have 8 to 40 letters and digits, with hyphens between them',
      )
      .nullish()
      .meta({ description: 'Left out: random ones, which cannot be guessed' }),
    ends_at: moment.nullish(),
    max_redemptions: count.nullable().default(1).meta({ description: 'null: as often as the promotion' }),
  })
  .refine(({ count, code }) => !code || count === 1, {
    path: ['count'],
    message: 'must be 1 where the code is given',
  })
  .meta({ id: 'NewPromotionCodes', example: { count: 10, max_redemptions: 1 } });
export type NewCodes = z.output<typeof newCodes>;

/** By a code, or by the id of a promotion that is offered to all. */
export const redemption = z
  .union([
    z.object({ code: z.string().trim().min(1).max(100) }),
    z.object({ promotionId: z.string().min(1).max(100) }),
  ])
  .meta({ id: 'PromotionRedemption', example: { code: '7KQ4-XW2N-ABCD-EFGH' } });
export type RedemptionWish = z.output<typeof redemption>;
