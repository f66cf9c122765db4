import { appendFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Logs } from '../../scripts/stack/log-file.ts';
import { Parts } from '../../scripts/stack/parts.ts';
import { freePort } from '../../scripts/stack/ports.ts';
import { ensureDatabase, postgresUrl, preparePostgres } from '../../scripts/stack/postgres.ts';
import { redisProgram } from '../../scripts/stack/redis-program.ts';
import { redisService, redisUrl } from '../../scripts/stack/redis.ts';
import { removeFolder, temporaryFolder } from './started-onegate.ts';

describe('the embedded servers', () => {
  let folder: string;
  let parts: Parts;

  beforeEach(() => {
    folder = temporaryFolder();
    parts = newParts();
  });
  afterEach(async () => {
    await stop();
    removeFolder(folder);
  });

  function newParts(): Parts {
    const logs = new Logs(path.join(folder, 'logs'));
    return new Parts({ logs, say: () => {}, record: () => {}, giveUp: () => {} }, ['redis', 'postgres']);
  }

  async function stop(): Promise<void> {
    await parts.stopAll(new AbortController().signal);
    parts = newParts();
  }

  async function postgres(password: string, passwordIsNew = false): Promise<pg.Client> {
    const options = {
      folder: path.join(folder, 'postgres'),
      port: await freePort(),
      password,
      passwordIsNew,
      throwAway: false,
      orphanedMs: 0,
      stop: new AbortController().signal,
    };
    await parts.run(await preparePostgres(options));
    await ensureDatabase(options, 'onegate');
    const client = new pg.Client({ connectionString: postgresUrl(options, 'onegate') });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  async function redis(): Promise<Redis> {
    const place = { folder: path.join(folder, 'redis'), port: await freePort(), password: 'hush' };
    const program = await redisProgram(() => {});
    await parts.run(redisService({ ...place, program, throwAway: false, orphanedMs: 0 }));
    return new Redis(redisUrl(place));
  }

  it('a database folder that was half made when the power went is made anew', async () => {
    const halfMade = path.join(folder, 'postgres.new-abc', 'data');
    mkdirSync(halfMade, { recursive: true });
    writeFileSync(path.join(halfMade, 'PG_VERSION'), '18\n');
    const client = await postgres('first');
    expect((await client.query('show server_encoding')).rows).toEqual([{ server_encoding: 'UTF8' }]);
    await client.end();
    expect(readdirSync(folder).sort()).toEqual(['logs', 'postgres']);
    expect(statSync(path.join(folder, 'postgres')).mode & 0o777).toBe(0o700);
  });

  it('data outlives a stop, and the loss of the password on record', async () => {
    const before = await postgres('first');
    await before.query('create table kept as select 42 as answer');
    await before.end();
    await stop();
    const after = await postgres('second', true);
    expect((await after.query('select * from kept')).rows).toEqual([{ answer: 42 }]);
    await after.end();
    await stop();
    await expect(postgres('wrong')).rejects.toThrow('refuses the password');
  });

  it('what Redis holds outlives a stop, and a file cut off in the middle of a write', async () => {
    const before = await redis();
    await before.set('kept', '42');
    before.disconnect();
    await stop();
    const log = path.join(folder, 'redis', 'appendonlydir');
    const last = readdirSync(log).find((name) => name.endsWith('.incr.aof')) ?? '';
    appendFileSync(path.join(log, last), '*3\r\n$3\r\nSET\r\n$4\r\nlos');
    const after = await redis();
    expect(await after.get('kept')).toBe('42');
    after.disconnect();
  });

  it('Redis asks for its password, and keeps it in a file that its owner alone can read', async () => {
    const client = await redis();
    const { host = '', port } = client.options;
    client.disconnect();
    const stranger = new Redis(Number(port), host, { lazyConnect: true, enableReadyCheck: false });
    stranger.on('error', () => {});
    const answer = stranger.get('x').finally(() => stranger.disconnect());
    await expect(answer).rejects.toThrow(/NOAUTH/);
    expect(statSync(path.join(folder, 'redis', 'redis.conf')).mode & 0o777).toBe(0o600);
  });
});
