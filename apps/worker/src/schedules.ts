import { forgetOldSignIns } from '@onegate/auth';
import { sweepMail, type Schedule } from '@onegate/platform';

/** Everything that happens by itself, and when. Times are UTC. */
export const schedules: readonly Schedule[] = [
  { job: sweepMail, payload: {}, every: { seconds: 60 } },
  { job: forgetOldSignIns, payload: {}, every: { cron: '17 3 * * *' } },
];
