import { PaymentWebhooksController } from '../payments/payment-webhooks.controller.js';
import { PaymentsController } from './payments.controller.js';
import { PromotionsController } from './promotions.controller.js';
import { WalletsController } from './wallets.controller.js';

/** Wallets, payments and gifts, for administrators, and the door for those who take the money. */
export const moneyControllers = [
  PaymentsController,
  PaymentWebhooksController,
  PromotionsController,
  WalletsController,
];
