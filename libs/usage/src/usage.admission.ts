import { Admission } from './admission/admission.js';
import { AdmissionMetrics } from './admission/admission-metrics.js';
import { CallEnding } from './admission/call-ending.service.js';
import { CallQuotes } from './admission/call-quotes.service.js';
import { LocalAllowance } from './admission/local-allowance.js';
import { RedisAdmission } from './admission/redis-admission.service.js';
import { StoredBudget } from './budgets/budget.entity.js';
import { BudgetDesk } from './budgets/budget-desk.service.js';
import { Budgets } from './budgets/budgets.js';
import { LiveBudgets } from './budgets/live-budgets.service.js';
import { Markups, PlatformMarkups } from './cost/markups.js';
import { AccountFigures } from './holds/account-figures.service.js';
import { AccountOpening } from './holds/account-opening.service.js';
import { HoldBook } from './holds/hold-book.service.js';
import { HoldPlacing } from './holds/hold-placing.service.js';
import { HoldReturns } from './holds/hold-returns.service.js';
import { JournalKeeper } from './journal/journal-keeper.service.js';
import { MovingFigures } from './limits/moving-figures.service.js';
import { ScopeFigures } from './limits/scope-figures.service.js';
import { CallMetrics } from './processes/call-metrics.js';
import { OpenCalls } from './processes/open-calls.js';
import { LivePlanTerms } from './plans/live-plan-terms.service.js';
import { PlanBudgets } from './plans/plan-budgets.service.js';
import { PlanUsage } from './plans/plan-usage.service.js';
import { ProcessIdentity } from './processes/process-identity.js';
import { ProcessLease } from './processes/process-lease.service.js';
import { EventTelling } from './settlement/event-telling.service.js';
import { ResendLoop } from './settlement/resend-loop.service.js';
import { Settlement } from './settlement/settlement.service.js';
import { SpentTelling } from './settlement/spent-telling.service.js';
import { AfterLoss } from './sweep/after-loss.service.js';
import { BookedCharges } from './sweep/booked-charges.service.js';
import { LostFigures } from './sweep/lost-figures.service.js';
import { HoldSweep } from './sweep/hold-sweep.service.js';
import { VoidRecords } from './sweep/void-records.service.js';
import { VoidedHold } from './sweep/voided-hold.entity.js';

/** What stands before a call, and what becomes of it afterwards until it is in the books. */
export const admissionEntities = [StoredBudget, VoidedHold];

/** Those that other libs and the apps call. */
export const admissionServices = [
  Admission,
  AdmissionMetrics,
  BudgetDesk,
  HoldSweep,
  JournalKeeper,
  Markups,
  PlanUsage,
  ResendLoop,
];

export const admissionProviders = [
  { provide: Admission, useClass: RedisAdmission },
  { provide: Budgets, useClass: PlanBudgets },
  { provide: Markups, useClass: PlatformMarkups },
  AccountFigures,
  AccountOpening,
  AdmissionMetrics,
  AfterLoss,
  BookedCharges,
  LostFigures,
  BudgetDesk,
  CallEnding,
  CallMetrics,
  CallQuotes,
  EventTelling,
  HoldBook,
  HoldPlacing,
  HoldReturns,
  HoldSweep,
  JournalKeeper,
  LiveBudgets,
  LivePlanTerms,
  LocalAllowance,
  OpenCalls,
  PlanUsage,
  ProcessIdentity,
  ProcessLease,
  ResendLoop,
  MovingFigures,
  ScopeFigures,
  Settlement,
  SpentTelling,
  VoidRecords,
];
