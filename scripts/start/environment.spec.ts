import { describe, expect, it } from '@jest/globals';
import { appEnvironment, setupEnvironment } from './environment.ts';
import type { Secrets } from './secrets.ts';

const secrets: Secrets = {
  adminEmail: 'admin@onegate.local',
  adminPassword: 'password',
  apiKey: 'sk-onegate-1',
  secretKeys: 'k1:abc',
  postgresPassword: 'p',
  redisPassword: 'r',
};
const decided = { settings: { port: 3000, host: '127.0.0.1' }, secrets, dataFolder: '/data' };
const addresses = {
  databaseUrl: 'postgres://db',
  redisUrl: 'redis://r',
  workerPort: 4000,
  simulatorPort: 5000,
};

describe('the environment of the apps', () => {
  it('passes on what a person set, and lets it win where Onegate only proposes', () => {
    const own = { ONEGATE_LOG_LEVEL: 'debug', ONEGATE_MODE: 'production', SMTP_URL: 'smtp://mail' };
    expect(appEnvironment(own, decided, addresses)).toMatchObject(own);
  });

  it('drops variables that are set to nothing', () => {
    expect(appEnvironment({ SMTP_URL: '' }, decided, addresses)).not.toHaveProperty('SMTP_URL');
  });

  it('tells the password and the key of the administrator to setup alone', () => {
    const own = { ONEGATE_ADMIN_PASSWORD: 'password', ONEGATE_API_KEY: 'sk-onegate-1' };
    const apps = appEnvironment(own, decided, addresses);
    expect(Object.values(apps)).not.toContain('password');
    expect(Object.values(apps)).not.toContain('sk-onegate-1');
    expect(setupEnvironment(apps, secrets)).toMatchObject(own);
  });
});
