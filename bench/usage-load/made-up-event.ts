import type { UsageEvent } from '../../libs/usage/src/events/usage-event.ts';

/** How many of each there are in the made-up world. */
const world = { tenants: 50, users: 2_000, serviceUsers: 20_000, models: 40 } as const;

const crockford = '0123456789abcdefghjkmnpqrstvwxyz';

const ending = {
  reportedCostNano: null,
  overdraftNano: '0',
  httpStatus: 200,
  finishReason: 'stop',
  isStream: true,
  disconnect: 'none',
  attempts: 1,
  isCached: false,
  countSource: 'upstream',
} as const;

function route(modelId: number) {
  return {
    requestedModel: `vendor/model-${modelId}`,
    modelId,
    modelSlug: `vendor/model-${modelId}`,
    upstreamAccountId: 1,
    providerKind: 'openai',
    upstreamName: `model-${modelId}`,
    isSimulated: false,
    isOwnUpstream: false,
  } as const;
}

/** A plausible call at that moment; the same number gives the same call. Small tenants are many, large ones few. */
export function madeUpEvent(number: number, at: number): UsageEvent {
  const random = randomFrom(number);
  const userId = 1 + Math.floor(random() ** 2 * world.users);
  const modelId = 1 + Math.floor(random() ** 2 * world.models);
  const input = 20 + Math.floor(random() * 4_000);
  const output = 1 + Math.floor(random() * 800);
  const latencyMs = 200 + Math.floor(random() * 9_000);
  const cost = BigInt(input * 2_500 + output * 10_000);
  return {
    id: `evt_${timePart(at)}${randomPart(random)}`,
    requestId: `req_${number}`,
    generationId: `gen_${number}`,
    startedAt: at,
    settledAt: at + latencyMs,
    account: `o${1 + (userId % world.tenants)}`,
    userId,
    keyId: userId * 2 + (random() < 0.5 ? 0 : 1),
    serviceUser: random() < 0.5 ? `person-${Math.floor(random() ** 2 * world.serviceUsers)}` : null,
    operation: random() < 0.8 ? 'chat' : 'messages',
    usage: { input, output },
    ...route(modelId),
    priceVersionId: modelId,
    markupBps: 2_000,
    costNano: `${cost}`,
    chargedNano: `${(cost * 12n) / 10n}`,
    holdNano: `${cost * 2n}`,
    ...ending,
    status: random() < 0.98 ? 'completed' : 'failed',
    latencyMs,
    firstTokenMs: Math.floor(latencyMs / 5),
  };
}

function timePart(at: number): string {
  return Array.from({ length: 10 }, (_, index) =>
    crockford.charAt(Math.floor(at / 32 ** (9 - index)) % 32),
  ).join('');
}

function randomPart(random: () => number): string {
  return Array.from({ length: 16 }, () => crockford.charAt(Math.floor(random() * 32))).join('');
}

/** Mulberry32: small, and good enough for made-up numbers. */
function randomFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
