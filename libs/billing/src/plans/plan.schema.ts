import { given, pageQuery } from '@onegate/platform';
import { z } from 'zod';
import { planIntervals, planTypes } from './plan-terms.js';

/** Most that a card can be charged, and that an integer column holds with room to spare. */
const cents = z.int().min(0).max(99_999_999);
const dollars = z.number().min(0).max(1_000_000).nullish();

const capThreshold = z
  .object({
    last5HoursUsageCostUSDPerUser: dollars,
    last7daysUsageCostUSDPerUser: dollars,
    last30daysUsageCostUSDPerUser: dollars,
  })
  .meta({ id: 'PlanCapThreshold' });

export const planEntitlements = z.record(
  z.string().min(1).max(100),
  z.object({ enabled: z.boolean(), inferenceCapThreshold: capThreshold.nullish() }),
);
export const planFeatures = z
  .record(z.string().max(100), z.json())
  .refine((features) => JSON.stringify(features).length <= 20_000, 'must be shorter');

const terms = {
  display_name: z.string().trim().min(1).max(200),
  description: z.string().max(2_000),
  interval: z.enum(planIntervals),
  price_per_seat_cents: cents,
  max_seats: z.int().min(1).max(100_000).nullable(),
  included_credit_cents: cents,
  markup_bps: z.int().min(0).max(1_000_000).nullable().meta({
    description: 'What its calls cost more than at the provider; null leaves it to model and platform',
  }),
  features: planFeatures,
  entitlements: planEntitlements,
};
const name = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,100}$/, 'must be letters, digits, dots and dashes');

const example = {
  name: 'team-pro',
  display_name: 'Team Pro',
  description: 'For teams',
  type: 'teams',
  interval: 'monthly',
  price_per_seat_cents: 2_000,
  max_seats: 100,
  included_credit_cents: 1_000,
  markup_bps: 500,
  features: { included: ['All models'] },
  entitlements: {
    'team-pro': { enabled: true, inferenceCapThreshold: { last5HoursUsageCostUSDPerUser: 10 } },
  },
  is_active: true,
};

export const newPlan = z
  .object({
    ...terms,
    name,
    type: z.enum(planTypes),
    description: terms.description.nullish().transform((text) => text ?? ''),
    max_seats: terms.max_seats.default(null),
    included_credit_cents: cents.nullish().transform((credit) => credit ?? 0),
    markup_bps: terms.markup_bps.default(null),
    features: planFeatures.nullish().transform((features) => features ?? {}),
    entitlements: planEntitlements.nullish().transform((entitlements) => entitlements ?? {}),
    is_active: z
      .boolean()
      .nullish()
      .transform((isActive) => isActive ?? true),
  })
  .meta({ id: 'NewPlan', example });
export type NewPlan = z.output<typeof newPlan>;

/** What is left out stays. Other terms are a new version, for those who subscribe from now on. */
export const planChange = z
  .object({
    name: given(name),
    type: given(z.enum(planTypes)),
    display_name: given(terms.display_name),
    description: given(terms.description),
    interval: given(terms.interval),
    price_per_seat_cents: given(cents),
    max_seats: terms.max_seats.optional(),
    included_credit_cents: given(cents),
    markup_bps: terms.markup_bps.optional(),
    features: given(planFeatures),
    entitlements: given(planEntitlements),
    is_active: given(z.boolean()),
  })
  .meta({ id: 'PlanChange', example: { price_per_seat_cents: 2_500 } });
export type PlanChange = z.output<typeof planChange>;

export const plansQuery = z
  .object({ type: z.preprocess((value) => (value === '' ? undefined : value), z.enum(planTypes).optional()) })
  .meta({ id: 'PlansQuery' });
export type PlansQuery = z.output<typeof plansQuery>;

export const adminPlansQuery = pageQuery.extend(plansQuery.shape).meta({ id: 'AdminPlansQuery' });
export type AdminPlansQuery = z.output<typeof adminPlansQuery>;
