import { baseUrlOf, providerKindNames, testResult, type AccountDetails } from '@onegate/models';
import { toBudgetText } from '@onegate/platform';
import { z } from 'zod';

const limit = z.int().nullable();

export const ownUpstreamAccountView = z
  .object({
    id: z.string(),
    organizationId: z.string().nullable(),
    name: z.string(),
    kind: z.enum(providerKindNames),
    serves: z.enum(['listed', 'matching', 'unrouted']),
    baseUrl: z.string().nullable(),
    settings: z.record(z.string(), z.string()),
    headers: z.record(z.string(), z.string()),
    secretHeaders: z.array(z.string()).meta({ description: 'Their names' }),
    credentials: z
      .object({ set: z.array(z.string()), setAt: z.iso.datetime().nullable() })
      .meta({ description: 'Which are set; what they are is not shown' }),
    priority: z.int(),
    weight: z.int(),
    costBps: z.int(),
    concurrency: limit,
    requestsPerMinute: limit,
    tokensPerMinute: limit,
    monthlyBudgetUsd: z.string().nullable(),
    timeouts: z.object({ connectMs: limit, firstByteMs: limit, idleMs: limit, totalMs: limit }),
    exclusive: z
      .boolean()
      .meta({ description: 'Whether calls never fall back on the accounts of the platform' }),
    enabled: z.boolean(),
    models: z.array(z.object({ model: z.string(), upstreamName: z.string(), enabled: z.boolean() })),
    lastTest: testResult.nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'OwnUpstreamAccount' });

export const ownUpstreamAccountsView = z
  .object({ items: z.array(ownUpstreamAccountView) })
  .meta({ id: 'OwnUpstreamAccounts' });

export type OwnUpstreamAccountView = z.input<typeof ownUpstreamAccountView>;

/** There is no field here that could hold a secret. */
export function toOwnUpstreamAccountView(details: AccountDetails): OwnUpstreamAccountView {
  const { account, models, organizationId } = details;
  const budget = account.monthlyBudgetNanoUsd;
  return {
    id: account.publicId,
    organizationId,
    name: account.name,
    kind: account.kind,
    serves: account.serves,
    baseUrl: baseUrlOf(account),
    settings: account.settings,
    headers: account.headers,
    secretHeaders: account.secretHeaderNames,
    credentials: { set: account.credentialNames, setAt: account.credentialsSetAt?.toISOString() ?? null },
    priority: account.priority,
    weight: account.weight,
    costBps: account.costBps,
    concurrency: account.concurrency,
    requestsPerMinute: account.requestsPerMinute,
    tokensPerMinute: account.tokensPerMinute,
    monthlyBudgetUsd: budget === null ? null : toBudgetText(budget),
    timeouts: {
      connectMs: account.connectTimeoutMs,
      firstByteMs: account.firstByteTimeoutMs,
      idleMs: account.idleTimeoutMs,
      totalMs: account.totalTimeoutMs,
    },
    exclusive: account.isExclusive,
    enabled: account.isEnabled,
    models: models.map(({ slug, upstreamName, isEnabled }) => ({
      model: slug,
      upstreamName,
      enabled: isEnabled,
    })),
    lastTest: account.lastTest,
    createdAt: account.createdAt.toISOString(),
    updatedAt: account.updatedAt.toISOString(),
  };
}
