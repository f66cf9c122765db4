import { ApiKeysController } from './api-keys.controller.js';
import { ContentLoggingController } from './content-logging.controller.js';
import { EditorAuthController } from './editor-auth.controller.js';
import { EditorSignInController } from './editor-sign-in.controller.js';
import { InviteAcceptanceController } from './invite-acceptance.controller.js';
import { InvitesController } from './invites.controller.js';
import { MembersController } from './members.controller.js';
import { AccountModelsController } from './models.controller.js';
import { OrganizationBudgetsController } from './organization-budgets.controller.js';
import { OrganizationKeysController } from './organization-keys.controller.js';
import { OrganizationPromotionsController, UserPromotionsController } from './promotions.controller.js';
import { OrganizationRemoteConfigController } from './organization-remote-config.controller.js';
import { paymentControllers } from './payment-controllers.js';
import { OrganizationWalletController, UserWalletController } from './wallet.controller.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationUsageController } from './organization-usage.controller.js';
import { OwnUpstreamAccountsController } from './own-upstream-accounts.controller.js';
import { planControllers } from './plan.controllers.js';
import { UsageExportController } from './usage-export.controller.js';
import { UsagesController } from './usages.controller.js';
import { watchedAccountControllers } from './watched-account-controllers.js';
import { AccountUsersController } from './users.controller.js';

/** The account surface: people, their organizations, who belongs to them. */
export const accountControllers = [
  ...watchedAccountControllers,
  ...planControllers,
  AccountModelsController,
  AccountUsersController,
  ApiKeysController,
  ContentLoggingController,
  EditorAuthController,
  EditorSignInController,
  InviteAcceptanceController,
  InvitesController,
  MembersController,
  OrganizationBudgetsController,
  OrganizationKeysController,
  OrganizationPromotionsController,
  OrganizationRemoteConfigController,
  OrganizationUsageController,
  OrganizationWalletController,
  OrganizationsController,
  OwnUpstreamAccountsController,
  ...paymentControllers,
  UsageExportController,
  UsagesController,
  UserPromotionsController,
  UserWalletController,
];
