import { z } from 'zod';
import { read, setting } from './setting.js';

export const topUpSettings = {
  failures: setting(
    'ONEGATE_TOP_UP_FAILURES',
    read.count.pipe(z.number().min(1, 'must be 1 or more')).default(3),
    'After how many declined payments in a row an automatic top-up switches itself off.',
  ),
  waitSeconds: setting(
    'ONEGATE_TOP_UP_WAIT_SECONDS',
    read.seconds.default(3_600),
    'How long it waits after the first of them; after each further one six times as long, a day at most.',
  ),
} as const;
