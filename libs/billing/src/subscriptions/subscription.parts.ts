import { InvoiceBook } from '../invoices/invoice-book.service.js';
import { InvoiceCounter } from '../invoices/invoice-counter.entity.js';
import { Invoice } from '../invoices/invoice.entity.js';
import { Invoices } from '../invoices/invoices.service.js';
import { InvoicePapers } from '../invoices/rendering/invoice-papers.service.js';
import { PlanAdmin } from '../plans/plan-admin.service.js';
import { PlanCatalog } from '../plans/plan-catalog.service.js';
import { Plan } from '../plans/plan.entity.js';
import { PlanVersion } from '../plans/plan-version.entity.js';
import { Allowances } from './allowances.service.js';
import { Cancelling } from './changes/cancelling.service.js';
import { ChangeDesk } from './changes/change-desk.service.js';
import { ChangeOrders } from './changes/change-orders.service.js';
import { FirstOrders } from './changes/first-orders.service.js';
import { GivenUp } from './changes/given-up.service.js';
import { InvoicePaying } from './changes/invoice-paying.service.js';
import { Paying } from './changes/paying.service.js';
import { PlanChanging } from './changes/plan-changing.service.js';
import { SeatChanging } from './changes/seat-changing.service.js';
import { SeatRules } from './changes/seat-rules.service.js';
import { Subscribing } from './changes/subscribing.service.js';
import { BilledTenants } from './manual/billed-tenants.service.js';
import { ManualEnding } from './manual/manual-ending.service.js';
import { ManualPeriods } from './manual/manual-periods.service.js';
import { ManualSubscriptions } from './manual/manual-subscriptions.service.js';
import { PlanReading } from './plan-reading.service.js';
import { GivenUpInvoices } from './renewal/given-up-invoices.service.js';
import { InvoiceCollection } from './renewal/invoice-collection.service.js';
import { InvoiceEffects } from './renewal/invoice-effects.service.js';
import { InvoiceFollowing } from './renewal/invoice-following.js';
import { InvoicePaymentFollower } from './renewal/invoice-payment.follower.js';
import { PaidInvoices } from './renewal/paid-invoices.service.js';
import { PeriodTurn } from './renewal/period-turn.service.js';
import { ReturnedInvoices } from './renewal/returned-invoices.service.js';
import { SubscriptionEnds } from './renewal/subscription-ends.service.js';
import { SubscriptionRenewal } from './renewal/subscription-renewal.service.js';
import { SubscriptionSteps } from './renewal/subscription-steps.service.js';
import { UnpaidInvoices } from './renewal/unpaid-invoices.service.js';
import { Subscription } from './subscription.entity.js';
import { SubscriptionChange } from './subscription-change.entity.js';
import { SubscriptionMails } from './subscription-mails.js';
import { SubscriptionStore } from './subscription-store.service.js';
import { PlanTerms } from './terms/plan-terms.service.js';

/** Plans, who has subscribed to them, and their invoices. */
export const subscriptionEntities = [
  Invoice,
  InvoiceCounter,
  Plan,
  PlanVersion,
  Subscription,
  SubscriptionChange,
];

/** Those that other libs and the apps call. */
export const subscriptionServices = [
  Cancelling,
  InvoicePapers,
  InvoicePaying,
  Invoices,
  ManualEnding,
  ManualSubscriptions,
  PlanAdmin,
  PlanCatalog,
  PlanChanging,
  PlanReading,
  PlanTerms,
  SeatChanging,
  Subscribing,
  SubscriptionRenewal,
];

export const subscriptionInternals = [
  Allowances,
  BilledTenants,
  ChangeDesk,
  ChangeOrders,
  FirstOrders,
  GivenUp,
  GivenUpInvoices,
  InvoiceBook,
  InvoiceCollection,
  InvoiceEffects,
  InvoiceFollowing,
  InvoicePaymentFollower,
  ManualPeriods,
  PaidInvoices,
  Paying,
  PeriodTurn,
  ReturnedInvoices,
  SeatRules,
  SubscriptionEnds,
  SubscriptionMails,
  SubscriptionSteps,
  SubscriptionStore,
  UnpaidInvoices,
];
