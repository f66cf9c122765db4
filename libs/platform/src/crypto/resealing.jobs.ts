import { z } from 'zod';
import { defineJob } from '../jobs/job.js';

export const resealSecrets = defineJob({
  name: 'resealing',
  about: 'Seals under the active master secret what earlier ones sealed, so that those can go',
  payload: z.object({}),
});
