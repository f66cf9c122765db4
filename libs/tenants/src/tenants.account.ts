import { InviteAcceptanceService } from './invites/invite-acceptance.service.js';
import { Invite } from './invites/invite.entity.js';
import { InviteIssue } from './invites/invite-issue.js';
import { InviteMail } from './invites/invite-mail.js';
import { InviteSendingService } from './invites/invite-sending.service.js';
import { InviteTokens } from './invites/invite-tokens.js';
import { InvitesService } from './invites/invites.service.js';
import { Seats } from './invites/seats.js';
import { MemberRemovalService } from './memberships/member-removal.service.js';
import { MemberRolesService } from './memberships/member-roles.service.js';
import { MembersService } from './memberships/members.service.js';
import { Ownership } from './memberships/ownership.js';
import { OrganizationAccess } from './organizations/organization-access.js';
import { OrganizationClosing } from './organizations/organization-closing.js';
import { OrganizationsService } from './organizations/organizations.service.js';
import { TenantTrail } from './organizations/tenant-trail.js';
import { ProviderKey } from './provider-keys/provider-key.entity.js';
import { ProviderKeysService } from './provider-keys/provider-keys.service.js';
import { RemoteConfig } from './remote-config/remote-config.entity.js';
import { RemoteConfigService } from './remote-config/remote-config.service.js';
import { AccountRemovalService } from './users/account-removal.service.js';
import { AccountService } from './users/account.service.js';
import { UserChanges } from './users/user-changes.js';

/** What people do with their own account and their organizations. */
export const accountEntities = [Invite, ProviderKey, RemoteConfig];

/** Those that other libs and the API call. */
export const accountServices = [
  AccountRemovalService,
  AccountService,
  InviteAcceptanceService,
  InviteSendingService,
  InvitesService,
  MemberRemovalService,
  MemberRolesService,
  MembersService,
  OrganizationAccess,
  OrganizationClosing,
  OrganizationsService,
  Ownership,
  ProviderKeysService,
  RemoteConfigService,
  Seats,
  TenantTrail,
  UserChanges,
];

export const accountInternals = [InviteIssue, InviteMail, InviteTokens];
