import { pageQuery } from '@onegate/platform';
import { z } from 'zod';
import { accountFields as field, mostModels, optional } from './account-fields.js';
import type { AccountFilter } from './account-listing.service.js';
import type { OwnAccountChange } from './own-account.schema.js';
import { providerKindNames } from './provider-kinds.js';

const timeouts = z.object({
  connect_ms: field.millis,
  first_byte_ms: field.millis,
  idle_ms: field.millis,
  total_ms: field.millis,
});

const model = z.object({
  model: field.modelName,
  upstream_name: optional(field.upstreamName),
  cost_bps: field.costBps.nullish(),
  enabled: optional(field.flag),
});

const rest = {
  base_url: field.baseUrl.nullish(),
  settings: optional(field.settings),
  headers: optional(field.headers),
  secret_headers: optional(field.headers),
  credentials: optional(field.credentials),
  serves: optional(field.serves),
  models: optional(z.array(model).max(mostModels)),
  priority: optional(field.priority),
  weight: optional(field.weight),
  cost_bps: optional(field.costBps),
  concurrency: field.limit,
  requests_per_minute: field.limit,
  tokens_per_minute: field.limit,
  monthly_budget_usd: field.budget,
  timeouts: optional(timeouts),
  exclusive: optional(field.flag),
  enabled: optional(field.flag),
};

/** A new account; with `tenant_id` an organization's own. */
export const newUpstreamAccount = z
  .object({ ...rest, name: field.name, kind: field.kind, tenant_id: z.int().positive().nullish() })
  .meta({
    id: 'NewUpstreamAccount',
    example: {
      name: 'OpenAI, first key',
      kind: 'openai',
      credentials: { api_key: 'sk-proj-0123456789' },
      serves: 'matching',
      priority: 1,
      weight: 3,
      concurrency: 200,
      monthly_budget_usd: '5000.00',
    },
  });

export const upstreamAccountChange = z
  .object({ ...rest, name: optional(field.name) })
  .meta({ id: 'UpstreamAccountChange', example: { priority: 2, weight: 1, enabled: true } });

export const credentialReplacement = z
  .object({ credentials: field.credentials, verify: optional(field.flag) })
  .meta({
    id: 'UpstreamCredentials',
    example: { credentials: { api_key: 'sk-proj-9876543210' }, verify: false },
  });

export const accountTestWish = z
  .object({ model: optional(field.modelName) })
  .meta({ id: 'UpstreamTestWish', example: {} });

export const upstreamAccountsQuery = pageQuery.extend({
  search: optional(z.string().trim().max(100)),
  kind: optional(z.enum(providerKindNames)),
  tenant_id: optional(z.union([z.enum(['all', 'platform']), z.coerce.number().int().positive()])),
});

export type NewUpstreamAccount = z.output<typeof newUpstreamAccount>;
export type UpstreamAccountChange = z.output<typeof upstreamAccountChange>;
export type CredentialReplacementInput = z.output<typeof credentialReplacement>;
export type AccountTestWish = z.output<typeof accountTestWish>;
export type UpstreamAccountsQuery = z.output<typeof upstreamAccountsQuery>;

export function toAccountFilter({ tenant_id: owner, ...query }: UpstreamAccountsQuery): AccountFilter {
  return { ...query, owner };
}

/** The same in the words of the other surface. */
export function inOwnWords(input: UpstreamAccountChange): OwnAccountChange {
  const waits = input.timeouts;
  return {
    ...input,
    baseUrl: input.base_url,
    secretHeaders: input.secret_headers,
    models: input.models?.map(({ model, upstream_name: upstreamName, cost_bps: costBps, enabled }) => ({
      model,
      upstreamName,
      costBps,
      enabled,
    })),
    costBps: input.cost_bps,
    requestsPerMinute: input.requests_per_minute,
    tokensPerMinute: input.tokens_per_minute,
    monthlyBudgetUsd: input.monthly_budget_usd,
    timeouts: waits && {
      connectMs: waits.connect_ms,
      firstByteMs: waits.first_byte_ms,
      idleMs: waits.idle_ms,
      totalMs: waits.total_ms,
    },
  };
}
