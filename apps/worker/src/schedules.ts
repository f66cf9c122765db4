import { forgetOldSignIns } from '@onegate/auth';
import {
  expireGrants,
  publishCredits,
  reconcilePayments,
  renewSubscriptions,
  sweepBalances,
  warnOfExpiry,
} from '@onegate/billing';
import { forgetOldState, removeExpiredFiles, sweepFiles, sweepResponses } from '@onegate/gateway';
import { refreshCapacity, syncModels } from '@onegate/models';
import { resealSecrets, sweepMail, type Schedule } from '@onegate/platform';
import { purgeTenants, sweepUserSyncs } from '@onegate/tenants';
import {
  aggregateUsage,
  forgetContents,
  keepEventPartitions,
  reconcile,
  sweepHolds,
  sweepSpending,
} from '@onegate/usage';

/** Everything that happens by itself, and when. Times are UTC. */
export const schedules: readonly Schedule[] = [
  { job: sweepMail, payload: {}, every: { seconds: 60 } },
  { job: sweepUserSyncs, payload: {}, every: { seconds: 60 } },
  { job: purgeTenants, payload: {}, every: { cron: '41 2 * * *' } },
  { job: forgetOldSignIns, payload: {}, every: { cron: '17 3 * * *' } },
  { job: forgetOldState, payload: {}, every: { cron: '29 * * * *' } },
  { job: sweepResponses, payload: {}, every: { seconds: 30 } },
  { job: refreshCapacity, payload: { accountId: null }, every: { seconds: 600 } },
  { job: keepEventPartitions, payload: {}, every: { cron: '7 1 * * *' } },
  { job: aggregateUsage, payload: {}, every: { seconds: 600 } },
  { job: syncModels, payload: {}, every: { cron: '17 * * * *' } },
  { job: expireGrants, payload: {}, every: { seconds: 60 } },
  { job: renewSubscriptions, payload: {}, every: { seconds: 60 } },
  { job: reconcilePayments, payload: {}, every: { seconds: 60 } },
  { job: warnOfExpiry, payload: {}, every: { cron: '11 9 * * *' } },
  { job: sweepBalances, payload: {}, every: { seconds: 30 } },
  { job: sweepSpending, payload: {}, every: { seconds: 60 } },
  { job: sweepHolds, payload: { isThorough: false }, every: { seconds: 15 } },
  { job: sweepHolds, payload: { isThorough: true }, every: { seconds: 600 } },
  { job: publishCredits, payload: { all: false }, every: { seconds: 15 } },
  { job: publishCredits, payload: { all: true }, every: { cron: '47 * * * *' } },
  { job: removeExpiredFiles, payload: {}, every: { seconds: 600 } },
  { job: sweepFiles, payload: {}, every: { cron: '23 4 * * *' } },
  { job: resealSecrets, payload: {}, every: { cron: '53 4 * * *' } },
  { job: reconcile, payload: { runId: null, isThorough: false }, every: { seconds: 300 } },
  { job: reconcile, payload: { runId: null, isThorough: true }, every: { cron: '11 5 * * *' } },
  { job: forgetContents, payload: {}, every: { cron: '37 * * * *' } },
];
