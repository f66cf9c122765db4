import { setTimeout as pause } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthService } from '../health/health.service.js';
import type { Logger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import { KeptProcess } from '../processes/kept-process.js';
import type { ProcessPlan } from '../processes/process-plan.js';
import { Traffic } from './traffic.js';

interface Stopping {
  readonly drainSeconds: number;
  readonly log: Logger;
}

/** How an end comes about, and how long it may take. */
interface Ending {
  readonly reason: string;
  readonly settleMillis: number;
  readonly endMillis: number;
  /** Others share the port and take what is new. */
  readonly isReplaced: boolean;
}

/**
 * Ends the process in order on SIGTERM, SIGINT, or when the process that started it is gone: not ready any more,
 * calls in flight finish, then connections close. A second signal ends it at once.
 */
export function stopInOrder(app: NestFastifyApplication, { drainSeconds, log }: Stopping): void {
  stopServing(app, { settleMillis: 0, drainMillis: drainSeconds * 1000, restartMillis: 0 }, log);
}

/** The same for a process that serves behind load balancers or beside siblings: nobody who calls it notices. */
export function stopServing(
  app: NestFastifyApplication,
  plan: Omit<ProcessPlan, 'count'>,
  log: Logger,
): void {
  const isKept = KeptProcess.isOne();
  let isEnding = false;
  const end = (ending: Ending): void => {
    // In a process that is kept, a terminal's Ctrl-C arrives beside the order of the keeper.
    if (isEnding && !isKept) process.exit(1);
    if (isEnding) return;
    isEnding = true;
    log.info({ reason: ending.reason }, 'Stopping');
    void finish(app, ending, kept);
  };
  const stop = (reason: string, settleMillis = plan.settleMillis): void =>
    end({ reason, settleMillis, endMillis: plan.drainMillis, isReplaced: false });
  const leave = (): void =>
    end({ ...plan, reason: 'replaced', endMillis: plan.restartMillis, isReplaced: true });
  const kept = isKept ? new KeptProcess(app.get(Metrics), { stop: () => stop('told to'), leave }) : null;
  kept?.obey();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  // With the parent the port is gone, where it was shared.
  process.on('disconnect', () => stop('the parent process is gone', 0));
}

async function finish(app: NestFastifyApplication, ending: Ending, kept: KeptProcess | null): Promise<void> {
  const { settleMillis, endMillis, isReplaced } = ending;
  const traffic = app.get(Traffic);
  setTimeout(() => process.exit(1), settleMillis + endMillis).unref();
  if (isReplaced) traffic.acceptNoMore();
  else app.get(HealthService).drain();
  traffic.dismiss();
  await pause(settleMillis);
  traffic.acceptNoMore();
  if (isReplaced || settleMillis > 0) await traffic.quiet(endMillis);
  await app.close();
  await kept?.sayLastFigures();
  process.exit(0);
}
