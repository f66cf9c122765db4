import type { Logger } from '../logging/logger.js';

/** A failure that nobody waits for is a mistake of ours: it is told, and is no reason to break off everybody's calls. */
export function tellUnheardFailures(log: Logger): void {
  process.on('unhandledRejection', (err) =>
    log.error({ isUnheard: true, err }, 'Something failed that nobody waited for'),
  );
}
