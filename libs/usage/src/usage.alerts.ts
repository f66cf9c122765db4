import { CallerSums } from './alerts/caller-sums.service.js';
import { LimitedSpendings } from './alerts/limited-spending.service.js';
import { SpendAlerts } from './alerts/spend-alerts.service.js';
import { SpendWatch } from './alerts/spend-watch.service.js';

/** Alerts of what is spent. */
export const spendAlertServices = [SpendAlerts, SpendWatch];
export const spendAlertInternals = [CallerSums, LimitedSpendings];
