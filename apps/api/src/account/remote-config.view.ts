import { z } from 'zod';

export const remoteConfigView = z
  .object({ value: z.string(), enabled: z.boolean() })
  .meta({ id: 'RemoteConfig' });

export const personalRemoteConfigView = z
  .object({
    organizationId: z.string(),
    value: z.string(),
    enabled: z.boolean(),
    organizations: z.array(z.object({ organizationId: z.string(), name: z.string() })),
  })
  .meta({ id: 'PersonalRemoteConfig' });
