import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandOf, isAlive, recordOf, type ProcessRecord } from '../../scripts/process-identity.mjs';
import { freePort } from '../../scripts/stack/ports.ts';
import { findProgram } from '../../scripts/stack/program.ts';
import { until } from '../setup/until.ts';
import { living, removeFolder, StartedOnegate, temporaryFolder } from './started-onegate.ts';

const hasCurl = findProgram(['curl']) !== undefined;

describe('npm start', () => {
  const dataFolder = path.join(temporaryFolder(), 'data');
  let port: number;
  let onegate: StartedOnegate;

  beforeAll(async () => {
    port = await freePort();
    onegate = await new StartedOnegate(dataFolder, port).ready();
  });

  afterAll(async () => {
    await onegate.stop();
    removeFolder(path.dirname(dataFolder));
  });

  it('ends its summary in the line that says it is ready', () => {
    expect(onegate.output.trimEnd().split('\n').at(-1)).toBe(`Onegate is ready on http://127.0.0.1:${port}`);
  });

  it('shows the administrator, addresses, and a curl line that answers when pasted', async () => {
    expect(onegate.output).toContain(`http://127.0.0.1:${port}/docs`);
    expect(onegate.output).toContain(`http://127.0.0.1:${port}/queues`);
    expect(onegate.output).toMatch(/e-mail +admin@onegate\.local\n +password +\S{16,}/);
    expect(await pasted(onegate)).toMatchObject({ object: 'chat.completion', choices: [{ index: 0 }] });
  });

  it('has nothing to warn of', () => {
    const folder = path.join(dataFolder, 'logs');
    const ours = readdirSync(folder).filter((name) => !['postgres.log', 'redis.log'].includes(name));
    expect(ours).toEqual(expect.arrayContaining(['api.log', 'setup.log', 'worker.log']));
    const lines = ours.flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'));
    expect(lines.filter((line) => /"level":[456]0/.test(line))).toEqual([]);
  });

  it('keeps what it made up readable by its owner alone', () => {
    expect(statSync(path.join(dataFolder, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(statSync(dataFolder).mode & 0o067).toBe(0);
    const processes = [...Object.values(onegate.parts).map(({ pid }) => pid), ...serverPids(onegate)];
    const shown = processes.map(commandOf).join('\n');
    expect(shown).toContain('keeper');
    const secrets = JSON.parse(readFileSync(path.join(dataFolder, 'secrets.json'), 'utf8')) as object;
    for (const secret of Object.values(secrets)) expect(shown.includes(String(secret))).toBe(false);
  });

  it('refuses a second start on the same data, naming the first', async () => {
    const second = new StartedOnegate(dataFolder, await freePort());
    expect(await second.exited()).toBe(1);
    expect(second.output.trim()).toBe(
      `Onegate is already running on http://127.0.0.1:${port} (process ${onegate.lock.pid}). Stop it first, or use another ONEGATE_DATA_DIR and PORT.`,
    );
    expect(isAlive(onegate.lock)).toBe(true);
  });

  it('says which port is in use before it does anything', async () => {
    const other = temporaryFolder();
    const second = new StartedOnegate(other, port);
    expect(await second.exited()).toBe(1);
    expect(second.output.trim()).toBe(
      `Port ${port} is in use. Stop what is using it or start with PORT=${port + 1} npm start.`,
    );
    removeFolder(other);
  });

  it.each(['simulator', 'worker', 'api', 'redis', 'postgres'])('brings a killed %s back', async (name) => {
    const before = onegate.part(name);
    process.kill(before.pid, 'SIGKILL');
    await until(
      `another ${name}`,
      () => onegate.part(name).pid !== before.pid && isAlive(onegate.part(name)),
    );
    const titles = {
      simulator: 'Simulator',
      worker: 'Worker',
      api: 'API',
      redis: 'Redis',
      postgres: 'PostgreSQL',
    };
    await onegate.says(`✓ ${titles[name as keyof typeof titles]} is back`);
  });

  it('answers again when all of them were killed and came back', async () => {
    const answers = (): Promise<boolean> =>
      pasted(onegate).then((answer) => answer.object === 'chat.completion');
    await until('an answer', () => answers().catch(() => false));
  });

  it('recovers by itself after everything was killed at once', async () => {
    const before = readFileSync(path.join(dataFolder, 'secrets.json'), 'utf8');
    const parts = Object.values(onegate.parts).map(({ pid }) => pid);
    const pids = [onegate.lock.pid, ...parts, ...serverPids(onegate)];
    for (const pid of pids) if (isAlive(recordOf(pid))) process.kill(pid, 'SIGKILL');
    await onegate.exited();
    onegate = await new StartedOnegate(dataFolder, port).ready();
    expect(readFileSync(path.join(dataFolder, 'secrets.json'), 'utf8')).toBe(before);
    expect((await pasted(onegate)).object).toBe('chat.completion');
  });

  it('clears away servers that outlived their launcher and their keepers', async () => {
    const servers = serverPids(onegate).map(recordOf);
    const keepers = [onegate.part('postgres'), onegate.part('redis')];
    for (const { pid } of [onegate.lock, ...keepers]) process.kill(pid, 'SIGKILL');
    await onegate.exited();
    expect(servers.every(isAlive)).toBe(true);
    onegate = await new StartedOnegate(dataFolder, port).ready();
    expect(servers.some(isAlive)).toBe(false);
  });

  it('stops on SIGTERM and leaves nothing running and no trace of the run', async () => {
    const parts: Record<string, ProcessRecord> = { ...onegate.parts, launcher: onegate.lock };
    const [server] = serverPids(onegate).map(recordOf);
    expect(await onegate.stop()).toBe(0);
    expect(living(server ? { ...parts, server } : parts)).toEqual([]);
    expect(['run.json', 'start.lock'].filter((file) => existsSync(path.join(dataFolder, file)))).toEqual([]);
  });

  it('lists every wrong setting and shows no value', async () => {
    const other = temporaryFolder();
    const wrong = { DATABASE_URL: 'mysql://me:hush@db', REDIS_URL: 'hush', ONEGATE_ADMIN_EMAIL: 'hush' };
    const second = new StartedOnegate(other, port, wrong);
    expect(await second.exited()).toBe(1);
    expect(second.output).toMatch(/DATABASE_URL must .*\nREDIS_URL must .*\nONEGATE_ADMIN_EMAIL must /);
    expect(second.output).not.toContain('hush');
    removeFolder(other);
  });

  it('says in one sentence that a server of the person cannot be used', async () => {
    const other = temporaryFolder();
    const closed = await freePort();
    const urls = {
      DATABASE_URL: `postgres://me:hush@127.0.0.1:${closed}/gate`,
      REDIS_URL: `redis://:hush@127.0.0.1:${closed}`,
    };
    const second = new StartedOnegate(other, port, urls);
    expect(await second.exited()).toBe(1);
    expect(second.output).toMatch(
      new RegExp(
        `✗ (PostgreSQL|Redis) at 127\\.0\\.0\\.1:${closed}\\S* cannot be used: nothing answers there`,
      ),
    );
    expect(second.output).not.toContain('hush');
    removeFolder(other);
  });
});

function serverPids(onegate: StartedOnegate): number[] {
  return ['postgres/postmaster.pid', 'redis/redis.pid'].map((file) => onegate.serverPid(file));
}

/** The command that the summary shows, run as a person would. */
async function pasted(onegate: StartedOnegate): Promise<{ object?: string }> {
  const line = /^ *curl .*$/m.exec(onegate.output)?.[0] ?? '';
  const shell = (): string => execFileSync('sh', ['-c', line], { encoding: 'utf8', stdio: 'pipe' });
  return JSON.parse(hasCurl ? shell() : await asCurlWould(line)) as { object?: string };
}

/** A bare machine has no curl. The line is then read the way curl reads it. */
async function asCurlWould(line: string): Promise<string> {
  const url = /curl (\S+)/.exec(line)?.[1] ?? '';
  const headers = [...line.matchAll(/-H "([^:]+): ([^"]+)"/g)].map(
    ([, name = '', value = '']) => [name, value] as [string, string],
  );
  const body = /-d '([^']+)'/.exec(line)?.[1] ?? '';
  return (await fetch(url, { method: 'POST', headers, body })).text();
}
