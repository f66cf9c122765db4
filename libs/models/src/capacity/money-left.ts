import { Decimal, roundToNanoUsd, type NanoUsd } from '@onegate/platform';
import { z } from 'zod';
import type { MoneyForm } from '../upstream-accounts/provider-kind.js';

const amount = z.union([z.number(), z.string()]).transform((value, context) => {
  try {
    return roundToNanoUsd(Decimal.of(value));
  } catch {
    context.addIssue('not an amount');
    return z.NEVER;
  }
});

/** A key without a limit of its own says null. */
const openRouterKey = z.object({ data: z.object({ limit_remaining: amount.nullish() }) });
const deepSeekBalance = z.object({
  balance_infos: z.array(z.object({ currency: z.string(), total_balance: amount })),
});

const readers: Record<MoneyForm, (body: unknown) => NanoUsd | null> = {
  'openrouter-key': (body) => openRouterKey.safeParse(body).data?.data.limit_remaining ?? null,
  'deepseek-balance': (body) => {
    const balances = deepSeekBalance.safeParse(body).data?.balance_infos ?? [];
    // Other currencies are not converted: no figure is better than a wrong one.
    return balances.find(({ currency }) => currency === 'USD')?.total_balance ?? null;
  },
};

/** What a provider says is left of the money; `null` when it does not say, or not in dollars. */
export function readMoneyLeft(form: MoneyForm, body: unknown): NanoUsd | null {
  return readers[form](body);
}
