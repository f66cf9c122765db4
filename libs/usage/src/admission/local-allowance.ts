import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '@onegate/platform';
import type { HighestCost } from '../holds/hold-ask.js';

/** What this process may serve calls for while Redis cannot be asked. Given back once Redis knows of the charge. */
@Injectable()
export class LocalAllowance {
  private used = 0n;

  constructor(@Inject(CONFIGURATION) private readonly config: Configuration) {}

  /** Takes what the call can cost, or as much of the answer as there is an allowance for; `null` where it is none. */
  take(cost: HighestCost): { readonly holdNano: bigint; readonly outputTokens: number } | null {
    const { localAllowance } = this.config.usage;
    if (localAllowance === 0n) return null;
    const left = localAllowance - this.used;
    const outputTokens = affordable(cost, left);
    if (outputTokens === null) return null;
    const holdNano = costOf(cost, outputTokens);
    this.used += holdNano;
    return { holdNano, outputTokens };
  }

  giveBack(amount: bigint): void {
    this.used -= amount;
  }
}

function affordable(cost: HighestCost, left: bigint): number | null {
  const { fixedNano, perTokenPico, outputTokens } = cost;
  if (costOf(cost, outputTokens) <= left) return outputTokens;
  if (perTokenPico === 0 || fixedNano >= left) return null;
  const tokens = Number(((left - fixedNano) * 1000n) / BigInt(perTokenPico));
  return tokens >= 1 ? Math.min(tokens, outputTokens) : null;
}

function costOf({ fixedNano, perTokenPico }: HighestCost, tokens: number): bigint {
  return fixedNano + (BigInt(perTokenPico) * BigInt(tokens) + 999n) / 1000n;
}
