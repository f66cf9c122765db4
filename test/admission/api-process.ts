import path from 'node:path';
import { appService } from '../../scripts/start/apps.ts';
import { Logs } from '../../scripts/stack/log-file.ts';
import { freePort } from '../../scripts/stack/ports.ts';
import { Part } from '../faults/part.ts';
import type { Installation } from '../setup/installation.ts';
import { testEnvironment } from '../setup/test-environment.ts';

/** One more API of an installation, in a process of its own; answers its address. */
export async function apiProcess(installation: Installation, env: Record<string, string>): Promise<string> {
  const { database, redis, runtime } = installation.config;
  const port = await freePort();
  const environment = testEnvironment({
    DATABASE_URL: database.url,
    ONEGATE_REDIS_PREFIX: redis.keyPrefix,
    ONEGATE_DATA_DIR: runtime.dataDir,
    PORT: String(port),
    ...env,
  });
  const app = { name: 'api', title: 'API', port, health: '/health/ready' } as const;
  const service = { ...appService(app, '127.0.0.1', environment), name: `api-${port}` };
  const part = new Part(service, new Logs(path.join(runtime.dataDir, 'logs')));
  installation.onClose(() => part.stop());
  await part.start();
  return `http://127.0.0.1:${port}`;
}
