import { OrganizationInvoicesController } from './organization-invoices.controller.js';
import { OrganizationPlanController } from './organization-plan.controller.js';
import { PlansController } from './plans.controller.js';
import { UserInvoicesController } from './user-invoices.controller.js';
import { UserPlanController } from './user-plan.controller.js';

export const planControllers = [
  OrganizationInvoicesController,
  OrganizationPlanController,
  PlansController,
  UserInvoicesController,
  UserPlanController,
];
