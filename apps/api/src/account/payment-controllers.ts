import { OrganizationCreditsController, UserCreditsController } from './credits.controller.js';
import {
  OrganizationPaymentMethodsController,
  UserPaymentMethodsController,
} from './payment-methods.controller.js';
import { OrganizationPaymentsController, UserPaymentsController } from './payments.controller.js';

/** Paying, for people and organizations alike. */
export const paymentControllers = [
  OrganizationCreditsController,
  OrganizationPaymentMethodsController,
  OrganizationPaymentsController,
  UserCreditsController,
  UserPaymentMethodsController,
  UserPaymentsController,
];
