import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const purgeTenants = defineJob({
  name: 'tenant-purge',
  about: 'Forgets tenants that were deleted long enough ago',
  payload: z.object({}),
});
