import { OrganizationCreditsController } from './organization-credits.controller.js';
import { OrganizationPaymentMethodsController } from './organization-payment-methods.controller.js';
import { OrganizationPaymentsController } from './organization-payments.controller.js';
import { UserCreditsController } from './user-credits.controller.js';
import { UserPaymentMethodsController } from './user-payment-methods.controller.js';
import { UserPaymentsController } from './user-payments.controller.js';

/** Paying, for people and organizations alike. */
export const paymentControllers = [
  OrganizationCreditsController,
  OrganizationPaymentMethodsController,
  OrganizationPaymentsController,
  UserCreditsController,
  UserPaymentMethodsController,
  UserPaymentsController,
];
