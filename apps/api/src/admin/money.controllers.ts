import { PromotionsController } from './promotions.controller.js';
import { WalletsController } from './wallets.controller.js';

/** The money of accounts on the admin surface. */
export const moneyControllers = [PromotionsController, WalletsController];
