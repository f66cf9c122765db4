import { PaymentWebhooksController } from '../payments/payment-webhooks.controller.js';
import { PaymentsController } from './payments.controller.js';
import { WalletsController } from './wallets.controller.js';

/** Wallets and payments, for administrators, and the door for those who take the money. */
export const moneyControllers = [PaymentsController, PaymentWebhooksController, WalletsController];
