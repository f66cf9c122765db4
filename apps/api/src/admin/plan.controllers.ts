import { AdminPlansController } from './plans.controller.js';
import { TenantSubscriptionsController } from './tenant-subscriptions.controller.js';

export const adminPlanControllers = [AdminPlansController, TenantSubscriptionsController];
