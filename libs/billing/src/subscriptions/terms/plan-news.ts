import type { Channel } from '@onegate/platform';
import { z } from 'zod';
import type { AccountTag } from '../../wallets/billed-account.js';

const changed = z.object({ tag: z.templateLiteral([z.enum(['u', 'o']), z.number()]) });

/** An account has another plan now, or none, or other terms. */
export const planTermsChanged: Channel<{ tag: AccountTag }> = {
  name: 'plan-terms-changed',
  message: changed,
};
