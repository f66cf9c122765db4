import type { Logger as TypeOrmLogger } from 'typeorm';
import type { Logger } from '../logging/logger.js';

/** Slow queries are worth a line, with the request id that the logger adds; parameters never are. */
export class QueryLog implements TypeOrmLogger {
  constructor(private readonly logger: Logger) {}

  logQuerySlow(time: number, query: string): void {
    this.logger.warn({ millis: time, query }, 'Slow query');
  }

  logMigration(message: string): void {
    this.logger.info(message);
  }

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    if (level === 'warn') this.logger.warn(String(message));
  }

  logQuery(): void {}
  logQueryError(): void {}
  logSchemaBuild(): void {}
}
