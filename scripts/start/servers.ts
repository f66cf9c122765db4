import path from 'node:path';
import { reachPostgres, reachRedis } from '../stack/external.ts';
import type { PortBook } from '../stack/ports.ts';
import { ensureDatabase, postgresUrl, preparePostgres } from '../stack/postgres.ts';
import { redisProgram } from '../stack/redis-program.ts';
import { redisService, redisUrl } from '../stack/redis.ts';
import { serverAccount } from '../stack/server-account.ts';
import type { Service } from '../stack/service.ts';
import { letPass } from './data-folder.ts';
import type { Progress, Say } from './progress.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';

/** How long a server outlives a launcher that was killed, for the apps to write down what they have in flight. */
const orphanedMs = 5000;

export interface ServerPlan {
  settings: Settings;
  secrets: Secrets;
  passwordIsNew: boolean;
  dataFolder: string;
  folderIsOurs: boolean;
  ports: PortBook;
  progress: Progress;
  say: Say;
  stop: AbortSignal;
  run: (service: Service) => Promise<void>;
}

/** PostgreSQL, the person's own or the embedded one; resolves to its address. */
export async function bringUpPostgres(plan: ServerPlan): Promise<string> {
  const { settings, progress } = plan;
  if (settings.databaseUrl) {
    const url = settings.databaseUrl;
    await progress.step('looking for PostgreSQL', 'PostgreSQL of DATABASE_URL answers', () =>
      reachPostgres(url),
    );
    return url;
  }
  return progress.step(
    'starting PostgreSQL',
    (url) => `PostgreSQL ready on port ${new URL(url).port}`,
    () => startPostgres(plan),
  );
}

async function startPostgres(plan: ServerPlan): Promise<string> {
  const folder = path.join(plan.dataFolder, 'postgres');
  letPass(plan.dataFolder, serverAccount(folder), plan.folderIsOurs);
  const options = {
    folder,
    port: await plan.ports.take('postgres'),
    password: plan.secrets.postgresPassword,
    passwordIsNew: plan.passwordIsNew,
    throwAway: false,
    orphanedMs,
    stop: plan.stop,
  };
  await plan.run(await preparePostgres(options));
  await ensureDatabase(options, 'onegate');
  return postgresUrl(options, 'onegate');
}

/** Redis, the person's own or one from this machine; resolves to its address. */
export async function bringUpRedis(plan: ServerPlan): Promise<string> {
  const { settings, progress } = plan;
  if (settings.redisUrl) {
    const url = settings.redisUrl;
    await progress.step('looking for Redis', 'Redis of REDIS_URL answers', () => reachRedis(url));
    return url;
  }
  return progress.step(
    'starting Redis',
    (url) => `Redis ready on port ${new URL(url).port}`,
    () => startRedis(plan),
  );
}

async function startRedis(plan: ServerPlan): Promise<string> {
  const options = {
    program: await redisProgram(plan.say),
    folder: path.join(plan.dataFolder, 'redis'),
    port: await plan.ports.take('redis'),
    password: plan.secrets.redisPassword,
    throwAway: false,
    orphanedMs,
  };
  await plan.run(redisService(options));
  return redisUrl(options);
}
