import { z } from 'zod';
import type { AccountChange, NewAccount } from './account-draft.js';
import { accountFields as field, mostModels, optional } from './account-fields.js';

const timeouts = z.object({
  connectMs: field.millis,
  firstByteMs: field.millis,
  idleMs: field.millis,
  totalMs: field.millis,
});

const model = z.object({
  model: field.modelName,
  upstreamName: optional(field.upstreamName),
  costBps: field.costBps.nullish(),
  enabled: optional(field.flag),
});

const rest = {
  baseUrl: field.baseUrl.nullish(),
  settings: optional(field.settings),
  headers: optional(field.headers),
  secretHeaders: optional(field.headers),
  credentials: optional(field.credentials),
  serves: optional(field.serves),
  models: optional(z.array(model).max(mostModels)),
  priority: optional(field.priority),
  weight: optional(field.weight),
  costBps: optional(field.costBps),
  concurrency: field.limit,
  requestsPerMinute: field.limit,
  tokensPerMinute: field.limit,
  monthlyBudgetUsd: field.budget,
  timeouts: optional(timeouts),
  exclusive: optional(field.flag),
  enabled: optional(field.flag),
};

/** An account that an organization brings. */
export const newOwnAccount = z.object({ ...rest, name: field.name, kind: field.kind }).meta({
  id: 'NewOwnUpstreamAccount',
  example: {
    name: 'Our OpenAI',
    kind: 'openai',
    credentials: { api_key: 'sk-proj-0123456789' },
    serves: 'matching',
  },
});

/** A change: what is left out stays; null takes a limit away. */
export const ownAccountChange = z
  .object({ ...rest, name: optional(field.name) })
  .meta({ id: 'OwnUpstreamAccountChange', example: { requestsPerMinute: 600, exclusive: true } });

export type NewOwnAccount = z.output<typeof newOwnAccount>;
export type OwnAccountChange = z.output<typeof ownAccountChange>;

export function toNewAccount(input: NewOwnAccount): NewAccount {
  return { ...toAccountChange(input), name: input.name, kind: input.kind };
}

export function toAccountChange(input: OwnAccountChange): AccountChange {
  const { timeouts: waits, exclusive, enabled: isEnabled, models, monthlyBudgetUsd, ...plain } = input;
  return {
    ...plain,
    models: models?.map(({ model, upstreamName, costBps, enabled }) => ({
      model,
      upstreamName,
      costBps,
      isEnabled: enabled,
    })),
    monthlyBudgetNanoUsd: monthlyBudgetUsd,
    connectTimeoutMs: waits?.connectMs,
    firstByteTimeoutMs: waits?.firstByteMs,
    idleTimeoutMs: waits?.idleMs,
    totalTimeoutMs: waits?.totalMs,
    isExclusive: exclusive,
    isEnabled,
  };
}
