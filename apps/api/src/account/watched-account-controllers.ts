import { OrganizationAlertsController, UserAlertsController } from './alerts.controller.js';
import { OrganizationAutoTopUpController } from './organization-auto-top-up.controller.js';
import { OrganizationWebhooksController } from './organization-webhooks.controller.js';
import { UserAutoTopUpController } from './user-auto-top-up.controller.js';
import { UserWebhooksController } from './user-webhooks.controller.js';

/** What accounts do by themselves, and what their people are told of it. */
export const watchedAccountControllers = [
  OrganizationAlertsController,
  OrganizationAutoTopUpController,
  OrganizationWebhooksController,
  UserAlertsController,
  UserAutoTopUpController,
  UserWebhooksController,
];
