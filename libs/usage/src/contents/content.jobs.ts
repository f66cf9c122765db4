import { defineJob } from '@onegate/platform';
import { z } from 'zod';

export const forgetContents = defineJob({
  name: 'content-retention',
  about: 'Removes what was said in calls once it has been kept for as long as its account wants',
  payload: z.object({}),
});
