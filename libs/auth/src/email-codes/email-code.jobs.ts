import { defineJob } from '@onegate/platform';
import { z } from 'zod';

/** Asked for with any address, like the password reset: the caller cannot see whether somebody has it. */
export const mailSignInCode = defineJob({
  name: 'sign-in-code-mail',
  about: 'Mails a code to sign in with, if the address belongs to somebody',
  payload: z.object({ email: z.string() }),
});
