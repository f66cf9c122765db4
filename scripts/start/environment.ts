import path from 'node:path';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';

export interface Addresses {
  databaseUrl: string;
  redisUrl: string;
  workerPort: number;
  simulatorPort: number;
}

/** What every app is given: the person's own environment, completed by what Onegate decided. */
export function appEnvironment(
  own: NodeJS.ProcessEnv,
  { settings, secrets, dataFolder }: { settings: Settings; secrets: Secrets; dataFolder: string },
  addresses: Addresses,
): NodeJS.ProcessEnv {
  const simulatorUrl = `http://127.0.0.1:${addresses.simulatorPort}`;
  const wherePersonIsSilent = {
    ONEGATE_MODE: 'embedded',
    ONEGATE_SIMULATOR_URL: simulatorUrl,
    ONEGATE_ALLOW_PRIVATE_UPSTREAMS: 'true',
    // Where Node keeps what it made of the code: five processes read it at each start, a fifth faster so.
    NODE_COMPILE_CACHE: path.join(dataFolder, 'compiled'),
  };
  return {
    ...wherePersonIsSilent,
    ...withoutEmpty(own),
    PORT: String(settings.port),
    ONEGATE_HOST: settings.host,
    ONEGATE_DATA_DIR: dataFolder,
    ONEGATE_SECRET_KEYS: secrets.secretKeys,
    ONEGATE_WORKER_PORT: String(addresses.workerPort),
    ONEGATE_SIMULATOR_PORT: String(addresses.simulatorPort),
    DATABASE_URL: addresses.databaseUrl,
    REDIS_URL: addresses.redisUrl,
  };
}

/** Setup alone learns whom to create; the running apps have no use for the password and the key. */
export function setupEnvironment(environment: NodeJS.ProcessEnv, secrets: Secrets): NodeJS.ProcessEnv {
  return {
    ...environment,
    ONEGATE_ADMIN_EMAIL: secrets.adminEmail,
    ONEGATE_ADMIN_PASSWORD: secrets.adminPassword,
    ONEGATE_API_KEY: secrets.apiKey,
  };
}

function withoutEmpty(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hidden = new Set(['ONEGATE_ADMIN_EMAIL', 'ONEGATE_ADMIN_PASSWORD', 'ONEGATE_API_KEY']);
  return Object.fromEntries(Object.entries(own).filter(([name, value]) => value !== '' && !hidden.has(name)));
}
