import { PaymentWebhooksController } from '../payments/payment-webhooks.controller.js';
import { PaymentsController } from './payments.controller.js';
import { AdminPlansController } from './plans.controller.js';
import { PromotionsController } from './promotions.controller.js';
import { TenantSubscriptionsController } from './tenant-subscriptions.controller.js';
import { WalletsController } from './wallets.controller.js';

/** Wallets, plans, payments and gifts, for administrators, and the door for those who take the money. */
export const moneyControllers = [
  AdminPlansController,
  PaymentsController,
  PaymentWebhooksController,
  PromotionsController,
  TenantSubscriptionsController,
  WalletsController,
];
