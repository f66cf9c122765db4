import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthService } from '../health/health.service.js';
import type { Logger } from '../logging/logger.js';

interface Stopping {
  readonly drainSeconds: number;
  readonly log: Logger;
}

/**
 * Ends the process in order on SIGTERM, SIGINT, or when the process that started it is gone: not ready any more,
 * calls in flight finish, then connections close. A second signal ends it at once.
 */
export function stopInOrder(app: NestFastifyApplication, { drainSeconds, log }: Stopping): void {
  let stopping = false;
  const stop = async (reason: string): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ reason }, 'Stopping');
    app.get(HealthService).drain();
    setTimeout(() => process.exit(1), drainSeconds * 1000).unref();
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  process.on('disconnect', () => void stop('the parent process is gone'));
}
