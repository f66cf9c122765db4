import { z } from 'zod';
import { usd } from '../money/nano-usd.js';
import { read, setting } from './setting.js';

export const promotionSettings = {
  signUpCredit: setting(
    'ONEGATE_SIGN_UP_CREDIT_USD',
    z
      .string()
      .regex(/^\d{1,4}(\.\d{1,9})?$/, 'must be an amount in dollars, such as 1.00')
      .transform((text) => usd(text))
      .default(0n),
    'Dollars that a person without an organization gets once, when he has shown that his e-mail is his. 0 gives nothing.',
  ),
  signUpCreditDays: setting(
    'ONEGATE_SIGN_UP_CREDIT_DAYS',
    read.count.default(30),
    'After how many days what is left of that credit expires; 0 for never.',
  ),
  signUpsPerDay: setting(
    'ONEGATE_SIGN_UP_CREDITS_PER_DAY',
    read.count.default(1_000),
    'How many people get it within 24 hours at most, so that what somebody can farm has a limit.',
  ),
  signUpsPerAddress: setting(
    'ONEGATE_SIGN_UP_CREDITS_PER_ADDRESS',
    read.count.default(3),
    'How many of them may come from one network address.',
  ),
} as const;
