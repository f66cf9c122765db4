import { PaymentMethodExpiryProcessor } from './payment-method-expiry.processor.js';
import { PaymentsReconcileProcessor } from './payments-reconcile.processor.js';
import { SandboxWebhookProcessor } from './sandbox-webhook.processor.js';

export const paymentProcessors = [
  PaymentMethodExpiryProcessor,
  PaymentsReconcileProcessor,
  SandboxWebhookProcessor,
];
