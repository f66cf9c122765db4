import {
  baseUrlOf,
  factsOf,
  providerKindNames,
  testResult,
  type AccountDetails,
  type ProviderKind,
} from '@onegate/models';
import { toBudgetText } from '@onegate/platform';
import { z } from 'zod';

const limit = z.int().nullable();

export const upstreamAccountView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    tenant_id: z.int().nullable().meta({ description: 'The organization that alone uses it' }),
    name: z.string(),
    kind: z.enum(providerKindNames),
    origin: z.enum(['person', 'environment', 'simulator']).meta({ description: 'Who keeps it' }),
    serves: z.enum(['listed', 'matching', 'unrouted']),
    protocols: z.array(z.string()),
    base_url: z.string().nullable(),
    settings: z.record(z.string(), z.string()),
    headers: z.record(z.string(), z.string()),
    secret_headers: z.array(z.string()).meta({ description: 'Their names' }),
    credentials: z
      .object({ set: z.array(z.string()), set_at: z.iso.datetime().nullable() })
      .meta({ description: 'Which are set; what they are is not shown' }),
    priority: z.int().meta({ description: 'Smaller goes first' }),
    weight: z.int(),
    cost_bps: z.int().meta({ description: 'Cost next to the price of the model; 10000 is the same' }),
    concurrency: limit,
    requests_per_minute: limit,
    tokens_per_minute: limit,
    monthly_budget_usd: z.string().nullable(),
    timeouts: z.object({ connect_ms: limit, first_byte_ms: limit, idle_ms: limit, total_ms: limit }),
    exclusive: z.boolean(),
    enabled: z.boolean(),
    status: z.enum(['active', 'disabled', 'not_configured']),
    models: z.array(
      z.object({
        model_id: z.int(),
        model: z.string(),
        upstream_name: z.string(),
        cost_bps: z.int().nullable(),
        enabled: z.boolean(),
      }),
    ),
    last_test: testResult.nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'UpstreamAccount' });

export type UpstreamAccountView = z.input<typeof upstreamAccountView>;

/** There is no field here that could hold a secret. */
export function toUpstreamAccountView({ account, models }: AccountDetails): UpstreamAccountView {
  const budget = account.monthlyBudgetNanoUsd;
  return {
    id: account.id,
    public_id: account.publicId,
    tenant_id: account.tenantId,
    name: account.name,
    kind: account.kind,
    origin: account.origin,
    serves: account.serves,
    protocols: Object.keys(factsOf(account.kind).protocols),
    base_url: baseUrlOf(account),
    settings: account.settings,
    headers: account.headers,
    secret_headers: account.secretHeaderNames,
    credentials: {
      set: account.credentialNames,
      set_at: account.credentialsSetAt?.toISOString() ?? null,
    },
    priority: account.priority,
    weight: account.weight,
    cost_bps: account.costBps,
    concurrency: account.concurrency,
    requests_per_minute: account.requestsPerMinute,
    tokens_per_minute: account.tokensPerMinute,
    monthly_budget_usd: budget === null ? null : toBudgetText(budget),
    timeouts: timeoutsOf(account),
    exclusive: account.isExclusive,
    enabled: account.isEnabled,
    status: statusOf(account),
    models: models.map(toListedModelView),
    last_test: account.lastTest,
    created_at: account.createdAt.toISOString(),
    updated_at: account.updatedAt.toISOString(),
  };
}

function timeoutsOf(account: AccountDetails['account']): UpstreamAccountView['timeouts'] {
  return {
    connect_ms: account.connectTimeoutMs,
    first_byte_ms: account.firstByteTimeoutMs,
    idle_ms: account.idleTimeoutMs,
    total_ms: account.totalTimeoutMs,
  };
}

function toListedModelView(listed: AccountDetails['models'][number]): UpstreamAccountView['models'][number] {
  const { modelId, slug, upstreamName, costBps, isEnabled } = listed;
  return {
    model_id: modelId,
    model: slug,
    upstream_name: upstreamName,
    cost_bps: costBps,
    enabled: isEnabled,
  };
}

function statusOf({ isEnabled, isProvided }: AccountDetails['account']): UpstreamAccountView['status'] {
  if (!isProvided) return 'not_configured';
  return isEnabled ? 'active' : 'disabled';
}

const fieldView = z.object({ name: z.string(), about: z.string(), required: z.boolean() });

export const providerKindView = z
  .object({
    kind: z.enum(providerKindNames),
    label: z.string(),
    base_url: z.string().nullable().meta({ description: 'Where it is unless said otherwise' }),
    protocols: z.array(z.string()),
    credentials: z.array(fieldView),
    settings: z.array(fieldView),
  })
  .meta({ id: 'ProviderKind' });

export function toProviderKindView(kind: ProviderKind): z.input<typeof providerKindView> {
  const { label, baseUrl, protocols, credentials, settings = {} } = factsOf(kind);
  return {
    kind,
    label,
    base_url: baseUrl,
    protocols: Object.keys(protocols),
    credentials: fields(credentials),
    settings: fields(settings),
  };
}

function fields(
  table: Readonly<Record<string, { readonly about: string; readonly required: boolean }>>,
): z.input<typeof fieldView>[] {
  return Object.entries(table).map(([name, { about, required }]) => ({ name, about, required }));
}
