import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource, type QueryRunner } from 'typeorm';

/** Every statement that one process sends to Postgres from now on, whoever in it sends it. */
export function statementsOf(app: NestFastifyApplication): string[] {
  const sent: string[] = [];
  const source = app.get(DataSource);
  const create = source.createQueryRunner.bind(source);
  source.createQueryRunner = (mode) => listening(create(mode), sent);
  return sent;
}

function listening(runner: QueryRunner, sent: string[]): QueryRunner {
  const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
  const listened = (...args: unknown[]) => {
    sent.push(String(args[0]));
    return query(...args);
  };
  return Object.assign(runner, { query: listened });
}
