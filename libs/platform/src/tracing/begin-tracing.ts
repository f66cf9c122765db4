import type { Configuration } from '../config/configuration.js';
import type { Logger } from '../logging/logger.js';
import { CallTracing } from './call-trace.js';

interface Traced {
  readonly application: string;
  readonly config: Configuration;
  readonly log: Logger;
}

/** Loads OpenTelemetry only where a collector is configured. */
export async function beginTracing({ application, config, log }: Traced): Promise<CallTracing> {
  const { endpoint, ...settings } = config.telemetry;
  if (endpoint === undefined) return new CallTracing();
  const { ExportedTracing } = await import('./exported-tracing.js');
  return new ExportedTracing({ ...settings, endpoint }, { application, log });
}
