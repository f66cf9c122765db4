import { defineJob } from '@onegate/platform';
import { z } from 'zod';

/** Asked for with any address: who calls learns nothing, as the work differs only where he cannot see it. */
export const mailPasswordReset = defineJob({
  name: 'password-reset-mail',
  about: 'Mails a link to choose a new password, if the address belongs to somebody',
  payload: z.object({ email: z.string() }),
});
