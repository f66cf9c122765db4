import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, Database, type Configuration } from '@onegate/platform';
import { UsersService, type User } from '@onegate/tenants';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { Passwords } from '../passwords/passwords.js';

/** Makes the person who can sign in to a new installation, and his key. Safe to run at every start. */
@Injectable()
export class FirstAdministrator {
  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly keys: ApiKeysService,
    private readonly passwords: Passwords,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  async ensure(): Promise<void> {
    const { adminEmail, adminPassword, apiKey } = this.config.bootstrap;
    if (!adminEmail) return;
    await this.database.exclusively('bootstrap', async () => {
      const admin =
        (await this.users.findByEmail(adminEmail)) ?? (await this.create(adminEmail, adminPassword));
      if (apiKey && !(await this.keys.findByValue(apiKey))) {
        await this.keys.create({ userId: admin.id, name: 'First key', value: apiKey });
      }
    });
  }

  private async create(email: string, password: string | undefined): Promise<User> {
    const passwordHash = password ? await this.passwords.hash(password) : null;
    return this.users.create({ email, name: 'Administrator', passwordHash, isSuperAdmin: true });
  }
}
