import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Ends the process on SIGTERM, SIGINT, or when the process that spawned it is gone: what is in flight may finish for as
 * long as the settings allow. A second signal ends it at once.
 */
export function stopInOrder(app: NestFastifyApplication, drainSeconds: number): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), drainSeconds * 1000 + 1000).unref();
    await app.close();
    process.exit(0);
  };
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, () => void stop());
}
