import { ApiKeysController } from './api-keys.controller.js';
import { EditorAuthController } from './editor-auth.controller.js';
import { EditorSignInController } from './editor-sign-in.controller.js';
import { InviteAcceptanceController } from './invite-acceptance.controller.js';
import { InvitesController } from './invites.controller.js';
import { MembersController } from './members.controller.js';
import { OrganizationSettingsController } from './organization-settings.controller.js';
import { OrganizationsController } from './organizations.controller.js';
import { AccountUsersController } from './users.controller.js';

/** The account surface: people, their organizations, who belongs to them. */
export const accountControllers = [
  AccountUsersController,
  ApiKeysController,
  EditorAuthController,
  EditorSignInController,
  InviteAcceptanceController,
  InvitesController,
  MembersController,
  OrganizationSettingsController,
  OrganizationsController,
];
