import { OrganizationInvoicesController, UserInvoicesController } from './invoices.controller.js';
import { OrganizationPlanController, UserPlanController } from './plan.controller.js';
import { PlansController } from './plans.controller.js';

export const planControllers = [
  OrganizationInvoicesController,
  OrganizationPlanController,
  PlansController,
  UserInvoicesController,
  UserPlanController,
];
