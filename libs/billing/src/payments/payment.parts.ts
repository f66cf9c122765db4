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
import { PaymentProviders } from './providers/payment-providers.js';
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
  PaymentFollowers,
  PaymentMethods,
  PaymentMails,
  PaymentProviders,
  SandboxBank,
  SandboxDelivery,
  SandboxPages,
  { provide: OffSessionCharges, useExisting: Charges },
];

export const paymentExports = paymentServices.map((service) =>
  'provide' in service ? service.provide : service,
);

export const paymentInternals = [
  Charges,
  CreditPurchaseFollower,
  PaymentCustomers,
  PaymentLearning,
  PaymentNews,
  PaymentRecords,
  ReturnPlaces,
  ReversalLearning,
  ReversalTaking,
  SandboxCounter,
  SandboxEvents,
  SandboxMemory,
  SandboxProvider,
  SandboxSignature,
];
