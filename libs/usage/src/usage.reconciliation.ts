import { ProviderCosts } from './provider-costs/provider-costs.service.js';
import { BookedUsage } from './reconciliation/booked-figures.service.js';
import { CallReports } from './reconciliation/call-reports.service.js';
import { HoldsInFlight } from './reconciliation/holds-in-flight.service.js';
import { LiveReading } from './reconciliation/live-figures.service.js';
import { OpenJournals } from './reconciliation/open-journals.js';
import { ReconciledAccount } from './reconciliation/reconciled-account.entity.js';
import { ReconciledDay } from './reconciliation/reconciled-day.entity.js';
import { ReconciliationDifference } from './reconciliation/reconciliation-difference.entity.js';
import { ReconciliationMetrics } from './reconciliation/reconciliation-metrics.js';
import { ReconciliationResults } from './reconciliation/reconciliation-results.service.js';
import { ReconciliationRun } from './reconciliation/reconciliation-run.entity.js';
import { ReconciliationRuns } from './reconciliation/reconciliation-runs.service.js';
import { Reconciliation } from './reconciliation/reconciliation.service.js';
import { WalletStandings } from './reconciliation/wallet-standings.service.js';

/** How it is proved that no charge is lost or doubled between the places that know of it. */
export const reconciliationEntities = [
  ReconciledAccount,
  ReconciledDay,
  ReconciliationDifference,
  ReconciliationRun,
];

/** Those that the apps call. */
export const reconciliationServices = [ProviderCosts, Reconciliation, ReconciliationRuns];

export const reconciliationProviders = [
  ...reconciliationServices,
  BookedUsage,
  CallReports,
  HoldsInFlight,
  LiveReading,
  OpenJournals,
  ReconciliationMetrics,
  ReconciliationResults,
  WalletStandings,
];
