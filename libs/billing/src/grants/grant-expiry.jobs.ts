import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const expireGrants = defineJob({
  name: 'grant-expiry',
  about: 'Takes away what is left of credit whose time has come',
  payload: z.object({}),
});
