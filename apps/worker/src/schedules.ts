import { syncModels } from '@onegate/models';
import { sweepMail, type Schedule } from '@onegate/platform';

/** Everything that happens by itself, and when. Times are UTC. */
export const schedules: readonly Schedule[] = [
  { job: sweepMail, payload: {}, every: { seconds: 60 } },
  { job: syncModels, payload: {}, every: { cron: '17 * * * *' } },
];
