import type { HoldVerdict } from './hold-ask.js';

/** Reads the answer of the script `placeHold`. */
export function verdictFrom([kind = '', ...facts]: readonly string[]): HoldVerdict {
  const number = (index: number) => Number(facts[index] ?? 0);
  const optional = (index: number) => (facts[index] ? Number(facts[index]) : null);
  const nano = (index: number) => BigInt(facts[index] ?? 0);
  switch (kind) {
    case 'admitted':
      return {
        kind,
        holdNano: nano(0),
        outputTokens: number(1),
        leftNano: nano(2),
        requestsLeft: optional(3),
        tokensLeft: optional(4),
        resetMillis: number(5),
      };
    case 'busy':
      return { kind, limit: number(0) };
    case 'requests':
      return { kind, waitMillis: number(0) };
    case 'tokens':
      return { kind, waitMillis: number(0), left: number(1) };
    case 'unknown_scope':
      return { kind, scope: facts[0] ?? '' };
    case 'money':
      return moneyVerdict(facts);
    default:
      return { kind: 'unknown' };
  }
}

function moneyVerdict(facts: readonly string[]): HoldVerdict {
  const [scope = 'credits', left = '0', held = '0', base = '0', pending = '0', heldOfScope = '0', frees] =
    facts;
  const isCredits = scope === 'credits';
  return {
    kind: 'money',
    scope,
    leftNano: BigInt(left),
    heldNano: BigInt((isCredits ? held : heldOfScope) || 0),
    spentNano: BigInt(base || 0) + BigInt(pending || 0),
    freesAt: frees ? Number(frees) : null,
  };
}
