import { OrganizationAlertsController, UserAlertsController } from './alerts.controller.js';
import { OrganizationAutoTopUpController, UserAutoTopUpController } from './auto-top-up.controller.js';
import { OrganizationWebhooksController, UserWebhooksController } from './webhooks.controller.js';

/** What accounts do by themselves, and what their people are told of it. */
export const watchedAccountControllers = [
  OrganizationAlertsController,
  OrganizationAutoTopUpController,
  OrganizationWebhooksController,
  UserAlertsController,
  UserAutoTopUpController,
  UserWebhooksController,
];
