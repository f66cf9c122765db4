import { AdminPlansController } from './plans.controller.js';
import { TenantSubscriptionsController } from './tenant-subscriptions.controller.js';
import { WalletsController } from './wallets.controller.js';

/** Money and plans on the admin surface. */
export const billingControllers = [AdminPlansController, TenantSubscriptionsController, WalletsController];
