import { sweepMail, type Schedule } from '@onegate/platform';
import { sweepUserSyncs } from '@onegate/tenants';

/** Everything that happens by itself, and when. Times are UTC. */
export const schedules: readonly Schedule[] = [
  { job: sweepMail, payload: {}, every: { seconds: 60 } },
  { job: sweepUserSyncs, payload: {}, every: { seconds: 60 } },
];
