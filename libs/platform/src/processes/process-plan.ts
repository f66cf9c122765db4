import { availableParallelism } from 'node:os';
import type { Configuration } from '../config/configuration.js';

const settleInProduction = 5;

/** How an application that serves from several processes runs and stops. */
export interface ProcessPlan {
  readonly count: number;
  /** Not ready any more, but still serving whoever has not noticed. */
  readonly settleMillis: number;
  /** For calls to end when all of it stops. */
  readonly drainMillis: number;
  /** For calls to end when another process has taken over. */
  readonly restartMillis: number;
}

export function processPlan(
  { http, processes, runtime }: Pick<Configuration, 'http' | 'processes' | 'runtime'>,
  cores: number = availableParallelism(),
): ProcessPlan {
  const isProduction = runtime.mode === 'production';
  return {
    count: processes.count ?? (isProduction ? cores : 1),
    settleMillis: (processes.settleSeconds ?? (isProduction ? settleInProduction : 0)) * 1000,
    drainMillis: http.drainSeconds * 1000,
    restartMillis: processes.restartSeconds * 1000,
  };
}
