import type { AccountTag } from '@onegate/billing';
import type { Usage } from '@onegate/models';
import { chargeFor } from '../cost/charge.js';
import type { Rerating } from './rerating.entity.js';

/** A call with what was charged for it, corrections from before included. */
export interface ChargedEvent {
  readonly id: string;
  readonly account: AccountTag;
  readonly usage: Usage;
  readonly markupBps: number;
  readonly startedAt: Date;
  readonly costNano: bigint;
  readonly chargedNano: bigint;
}

export interface Correction {
  readonly eventId: string;
  readonly account: AccountTag;
  readonly costChange: bigint;
  readonly change: bigint;
}

type Terms = Pick<Rerating, 'price' | 'allowsDebit'>;

/** None where the price was right, or the call was too cheap and nobody is to be charged more. */
export function correctionOf(event: ChargedEvent, { price, allowsDebit }: Terms): Correction[] {
  const { usage, markupBps, startedAt, id, account } = event;
  const terms = { markupBps, at: startedAt };
  const right = chargeFor(usage, { price: { ...price, id: null, unknown: [] } }, terms);
  const change = right.chargedNano - event.chargedNano;
  if (change === 0n || (change > 0n && !allowsDebit)) return [];
  return [{ eventId: id, account, change, costChange: right.costNano - event.costNano }];
}
