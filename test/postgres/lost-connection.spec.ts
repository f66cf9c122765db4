import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Database } from '@onegate/platform';
import { DataSource } from 'typeorm';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';

let installation: Installation;
let source: DataSource;

beforeAll(async () => {
  installation = await Installation.create();
  source = (await installation.api()).app.get(DataSource);
});
afterAll(() => installation.close());

it('a connection that fails twice, as it does when the server is killed, ends no process', async () => {
  const runner = source.createQueryRunner();
  const client: NodeJS.EventEmitter = await runner.connect();
  client.emit('error', new Error('terminating connection due to unexpected postmaster exit'));
  expect(() => client.emit('error', new Error('Connection terminated unexpectedly'))).not.toThrow();
});

it('one that is ended in the middle of a transaction fails its query only', async () => {
  const runner = source.createQueryRunner();
  await runner.startTransaction();
  const [{ pid }] = (await runner.query('select pg_backend_pid() as pid')) as [{ pid: number }];
  await source.query('select pg_terminate_backend($1)', [pid]);
  await until('the connection to be lost', () =>
    runner.query('select 1').then(
      () => false,
      () => true,
    ),
  );
  await expect(source.query('select 1 as one')).resolves.toEqual([{ one: 1 }]);
  await expect(
    installation.api().then(({ app }) => app.get(Database).query('select 1 as one')),
  ).resolves.toEqual([{ one: 1 }]);
});
