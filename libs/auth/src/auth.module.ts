import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TenantsModule } from '@onegate/tenants';
import { AccessGuard } from './access/access.guard.js';
import { ApiKey } from './api-keys/api-key.entity.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { KeySignIn } from './api-keys/key-sign-in.js';
import { FirstAdministrator } from './bootstrap/first-administrator.js';
import { Passwords } from './passwords/passwords.js';
import { SessionSignIn } from './sessions/session-sign-in.js';
import { SessionStrategy } from './sessions/session.strategy.js';
import { SessionTokens } from './sessions/session-tokens.js';
import { SignInService } from './sessions/sign-in.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ApiKey]), TenantsModule],
  providers: [
    ApiKeysService,
    FirstAdministrator,
    KeySignIn,
    Passwords,
    SessionSignIn,
    SessionStrategy,
    SessionTokens,
    SignInService,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [ApiKeysService, FirstAdministrator, KeySignIn, SessionSignIn, SignInService, Passwords],
})
export class AuthModule {}
