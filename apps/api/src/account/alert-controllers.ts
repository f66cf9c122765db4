import { OrganizationAlertsController } from './organization-alerts.controller.js';
import { OrganizationWebhooksController } from './organization-webhooks.controller.js';
import { UserAlertsController } from './user-alerts.controller.js';
import { UserWebhooksController } from './user-webhooks.controller.js';

/** What people are told of their money, and where. */
export const alertControllers = [
  OrganizationAlertsController,
  OrganizationWebhooksController,
  UserAlertsController,
  UserWebhooksController,
];
