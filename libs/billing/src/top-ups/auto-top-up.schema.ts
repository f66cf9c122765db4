import { z } from 'zod';

/** So that a threshold is always above what calls need at least. */
const leastThreshold = 100;
const most = 99_999_999;

const given = (value: unknown) => value ?? undefined;
const cents = z.preprocess(given, z.int().min(1).max(most).optional());

/** How a wallet fills itself up. To switch it off, nothing else need be said. */
export const autoTopUpInput = z
  .object({
    enabled: z.boolean(),
    thresholdCents: z.preprocess(given, z.int().min(leastThreshold).max(most).optional()),
    amountCents: cents,
    monthlyLimitCents: z.int().min(1).max(most).nullish(),
  })
  .superRefine((input, context) => {
    const need = (field: 'thresholdCents' | 'amountCents') => {
      if (input.enabled && input[field] === undefined) {
        context.addIssue({ code: 'custom', path: [field], message: `The ${field} field is required.` });
      }
    };
    need('thresholdCents');
    need('amountCents');
    const { monthlyLimitCents: limit, amountCents: amount } = input;
    if (typeof limit === 'number' && amount !== undefined && limit < amount) {
      const message = 'The monthlyLimitCents field must be at least the amount.';
      context.addIssue({ code: 'custom', path: ['monthlyLimitCents'], message });
    }
  })
  .meta({ id: 'AutoTopUpInput', example: { enabled: false, thresholdCents: 500, amountCents: 2_000 } });
export type AutoTopUpInput = z.output<typeof autoTopUpInput>;
