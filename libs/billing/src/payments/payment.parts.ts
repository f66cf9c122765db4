import { PaymentListing } from './admin/payment-listing.service.js';
import { Refunds } from './admin/refunds.service.js';
import { EventIntake } from './learning/event-intake.service.js';
import { NewsLearning } from './learning/news-learning.service.js';
import { PaymentRefusals } from './learning/payment-refusals.service.js';
import { PaymentWebhooks } from './learning/payment-webhooks.service.js';
import { AccountMethods } from './methods/account-methods.service.js';
import { ForgottenPayers } from './methods/forgotten-payers.js';
import { MethodExpiry } from './methods/method-expiry.service.js';
import { MethodSetupRecords } from './methods/method-setup-records.service.js';
import { MethodSetups } from './methods/method-setups.service.js';
import { DueCheckSteps } from './reconciling/due-check-steps.service.js';
import { DueChecks } from './reconciling/due-checks.service.js';
import { MissedEvents } from './reconciling/missed-events.service.js';
import { OpenPaymentSteps } from './reconciling/open-payment-steps.service.js';
import { OpenPayments } from './reconciling/open-payments.service.js';
import { PaymentReconciliation } from './reconciling/payment-reconciliation.service.js';
import { AccountPayments } from './selling/account-payments.service.js';
import { Checkouts } from './selling/checkouts.service.js';
import { CreditSales } from './selling/credit-sales.service.js';
import { SaleRules } from './selling/sale-rules.service.js';
import { Charges } from './charges.service.js';
import { CreditPurchaseFollower } from './credit-purchase.follower.js';
import { PaymentLearning } from './learning/payment-learning.service.js';
import { ReversalLearning } from './learning/reversal-learning.service.js';
import { ReversalTaking } from './learning/reversal-taking.service.js';
import { PaymentCustomer } from './methods/payment-customer.entity.js';
import { PaymentCustomers } from './methods/payment-customers.service.js';
import { PaymentMethodSetup } from './methods/payment-method-setup.entity.js';
import { PaymentMethod } from './methods/payment-method.entity.js';
import { PaymentMethods } from './methods/payment-methods.service.js';
import { OffSessionCharges } from './off-session-charges.js';
import { PaymentFollowers } from './payment-followers.js';
import { PaymentMails } from './payment-mails.js';
import { PaymentNews } from './payment-news.service.js';
import { paymentProvidersProvider } from './providers/payment-providers.js';
import { PaymentEvent } from './records/payment-event.entity.js';
import { PaymentFeed } from './records/payment-feed.entity.js';
import { PaymentRecords } from './records/payment-records.service.js';
import { PaymentReversal } from './records/payment-reversal.entity.js';
import { Payment } from './records/payment.entity.js';
import { ReturnPlaces } from './return-places.js';
import { SandboxBank } from './sandbox/sandbox-bank.service.js';
import { SandboxCounter } from './sandbox/sandbox-counter.service.js';
import { SandboxDelivery } from './sandbox/sandbox-delivery.service.js';
import { SandboxEvent } from './sandbox/sandbox-event.entity.js';
import { SandboxEvents } from './sandbox/sandbox-events.service.js';
import { SandboxMemory } from './sandbox/sandbox-memory.service.js';
import { SandboxObject } from './sandbox/sandbox-object.entity.js';
import { SandboxPages } from './sandbox/sandbox-pages.service.js';
import { SandboxSignature } from './sandbox/sandbox-signature.js';
import { SandboxProvider } from './sandbox/sandbox.provider.js';

export const paymentEntities = [
  Payment,
  PaymentCustomer,
  PaymentEvent,
  PaymentFeed,
  PaymentMethod,
  PaymentMethodSetup,
  PaymentReversal,
  SandboxEvent,
  SandboxObject,
];

/** Those that the apps and the rest of billing call. */
export const paymentServices = [
  AccountMethods,
  AccountPayments,
  CreditSales,
  MethodExpiry,
  MethodSetups,
  PaymentListing,
  PaymentReconciliation,
  PaymentWebhooks,
  Refunds,
  SandboxEvents,
  PaymentFollowers,
  PaymentMethods,
  PaymentMails,
  paymentProvidersProvider,
  SandboxBank,
  SandboxDelivery,
  SandboxPages,
  { provide: OffSessionCharges, useExisting: Charges },
];

export const paymentExports = paymentServices.map((service) =>
  'provide' in service ? service.provide : service,
);

export const paymentInternals = [
  Checkouts,
  DueCheckSteps,
  DueChecks,
  EventIntake,
  ForgottenPayers,
  MethodSetupRecords,
  MissedEvents,
  NewsLearning,
  OpenPayments,
  OpenPaymentSteps,
  PaymentRefusals,
  Charges,
  CreditPurchaseFollower,
  PaymentCustomers,
  PaymentLearning,
  PaymentNews,
  PaymentRecords,
  ReturnPlaces,
  ReversalLearning,
  ReversalTaking,
  SaleRules,
  SandboxCounter,
  SandboxMemory,
  SandboxProvider,
  SandboxSignature,
];
