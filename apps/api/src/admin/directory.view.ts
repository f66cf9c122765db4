import type { Directory, DirectoryTrial } from '@onegate/tenants';
import { z } from 'zod';

/** Never with the credentials: whoever reads it learns only whether there are any. */
export const directoryView = z
  .object({
    id: z.int(),
    public_id: z.string(),
    tenant_id: z.int(),
    kind: z.enum(['scim', 'json']),
    base_url: z.string(),
    has_credentials: z.boolean(),
    mapping: z.record(z.string(), z.unknown()).nullable(),
    sync_every_minutes: z.int().nullable(),
    max_departure_percent: z.int(),
    enabled: z.boolean(),
    next_sync_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Directory' });

export type DirectoryView = z.input<typeof directoryView>;

export function toDirectoryView(directory: Directory): DirectoryView {
  return {
    id: directory.id,
    public_id: directory.publicId,
    tenant_id: directory.tenantId,
    kind: directory.kind,
    base_url: directory.baseUrl,
    has_credentials: directory.sealedCredentials !== null,
    mapping: directory.mapping && { ...directory.mapping },
    sync_every_minutes: directory.syncEveryMinutes,
    max_departure_percent: directory.maxDeparturePercent,
    enabled: directory.enabled,
    next_sync_at: directory.nextSyncAt?.toISOString() ?? null,
    created_at: directory.createdAt.toISOString(),
    updated_at: directory.updatedAt.toISOString(),
  };
}

const sample = z.object({
  external_id: z.string(),
  email: z.string().nullable(),
  name: z.string(),
  active: z.boolean(),
});

export const directoryTrialView = z
  .object({
    ok: z.boolean(),
    message: z.string(),
    total: z.int().nullable(),
    unreadable: z.int(),
    sample: z.array(sample),
  })
  .meta({ id: 'DirectoryTrial' });

export function toDirectoryTrialView(trial: DirectoryTrial): z.input<typeof directoryTrialView> {
  if (!trial.ok) return { ok: false, message: trial.message, total: null, unreadable: 0, sample: [] };
  return {
    ok: true,
    message: 'The directory answers.',
    total: trial.total,
    unreadable: trial.unreadable,
    sample: trial.sample.map(({ externalId, email, name, active }) => ({
      external_id: externalId,
      email,
      name,
      active,
    })),
  };
}
