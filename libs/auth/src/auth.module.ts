import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TenantsModule } from '@onegate/tenants';
import { AccessGuard } from './access/access.guard.js';
import { KnownCallers } from './access/known-callers.js';
import { RequestSignIn } from './access/request-sign-in.js';
import { ApiKey } from './api-keys/api-key.entity.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { KeyDesk } from './api-keys/key-desk.service.js';
import { KeyKeeping } from './api-keys/key-keeping.service.js';
import { KeyLookup } from './api-keys/key-lookup.js';
import { OrganizationKeys } from './api-keys/organization-keys.service.js';
import { KeyScope } from './api-keys/key-scope.service.js';
import { KeySignIn } from './api-keys/key-sign-in.js';
import { FirstAdministrator } from './bootstrap/first-administrator.js';
import { EditorSignIn } from './editors/editor-sign-in.service.js';
import { EmailCode } from './email-codes/email-code.entity.js';
import { EmailCodes } from './email-codes/email-codes.service.js';
import { EmailCodeSignIn } from './email-codes/email-code-sign-in.service.js';
import { GoogleAccounts } from './google/google-accounts.service.js';
import { GoogleSignIn } from './google/google-sign-in.service.js';
import { GoogleState } from './google/google-state.js';
import { Identity } from './google/identity.entity.js';
import { LastUse } from './last-use/last-use.service.js';
import { OneTimeCodes } from './one-time/one-time-codes.service.js';
import { ForgottenPasswords } from './passwords/forgotten-passwords.service.js';
import { PasswordChanges } from './passwords/password-changes.service.js';
import { PasswordReset } from './passwords/password-reset.entity.js';
import { PasswordResets } from './passwords/password-resets.service.js';
import { PasswordResetting } from './passwords/password-resetting.js';
import { Passwords } from './passwords/passwords.js';
import { CopiedSessions } from './sessions/copied-sessions.js';
import { RefreshTokens } from './sessions/refresh-tokens.js';
import { Session } from './sessions/session.entity.js';
import { SessionLookup } from './sessions/session-lookup.js';
import { SessionRenewal } from './sessions/session-renewal.service.js';
import { SessionSignIn } from './sessions/session-sign-in.js';
import { SessionStrategy } from './sessions/session.strategy.js';
import { SessionTokens } from './sessions/session-tokens.js';
import { Sessions } from './sessions/sessions.service.js';
import { TokenPairs } from './sessions/token-pairs.js';
import { ForgottenPeople } from './sign-in/forgotten-people.js';
import { SignInRetention } from './sign-in/sign-in-retention.service.js';
import { SignInService } from './sign-in/sign-in.service.js';

const sessions = [
  CopiedSessions,
  RefreshTokens,
  SessionLookup,
  SessionRenewal,
  SessionSignIn,
  SessionStrategy,
  SessionTokens,
  Sessions,
  TokenPairs,
];
const keys = [ApiKeysService, KeyDesk, KeyKeeping, KeyLookup, KeyScope, KeySignIn];
const passwords = [ForgottenPasswords, PasswordChanges, PasswordResets, PasswordResetting, Passwords];
const waysToSignIn = [
  EditorSignIn,
  EmailCodes,
  EmailCodeSignIn,
  GoogleAccounts,
  GoogleSignIn,
  GoogleState,
  OneTimeCodes,
  SignInService,
];

@Module({
  imports: [TypeOrmModule.forFeature([ApiKey, EmailCode, Identity, PasswordReset, Session]), TenantsModule],
  providers: [
    ...sessions,
    ...keys,
    ...passwords,
    ...waysToSignIn,
    FirstAdministrator,
    ForgottenPeople,
    KnownCallers,
    OrganizationKeys,
    LastUse,
    RequestSignIn,
    SignInRetention,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [
    ApiKeysService,
    EditorSignIn,
    EmailCodes,
    EmailCodeSignIn,
    FirstAdministrator,
    ForgottenPasswords,
    GoogleSignIn,
    KeyDesk,
    KeySignIn,
    OrganizationKeys,
    PasswordChanges,
    PasswordResets,
    Passwords,
    RequestSignIn,
    SessionRenewal,
    SessionSignIn,
    Sessions,
    SignInRetention,
    SignInService,
  ],
})
export class AuthModule {}
