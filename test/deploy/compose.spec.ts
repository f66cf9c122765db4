import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readConfiguration } from '@onegate/platform';
import { parse } from 'yaml';
import { z } from 'zod';
import { settings } from '../../libs/platform/src/config/settings.ts';

const texts = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));
const service = z.looseObject({
  image: z.string(),
  build: z.unknown().optional(),
  pull_policy: z.string().optional(),
  command: z.array(z.string()).default([]),
  environment: texts.default({}),
  env_file: z.array(z.object({ path: z.string(), required: z.boolean() })).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()).optional() }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
const { services } = z
  .object({ services: z.record(z.string(), service) })
  .parse(parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }));

function of(name: string): z.infer<typeof service> {
  const found = services[name];
  if (!found) throw new Error(`There is no service ${name}`);
  return found;
}

const ours = Object.entries(services).filter(([, { image }]) => image === 'onegate');

type Given = Readonly<Partial<Record<string, string>>>;

/** As Compose reads `${NAME:-default}`, whose default may have one of its own. */
function filledIn(text: string, given: Given = {}): string {
  const filled = text.replaceAll(
    /\$\{(\w+):-([^${}]*)\}/g,
    (_whole, name: string, otherwise: string) => given[name] || otherwise,
  );
  return filled === text ? text : filledIn(filled, given);
}

/** Without the files of secrets: they are in a volume. */
function environmentOf(name: string, given: Given = {}): Record<string, string> {
  const known = Object.entries(of(name).environment).filter(([key]) => !key.endsWith('_FILE'));
  return Object.fromEntries(known.map(([key, text]) => [key, filledIn(text, given)]));
}

describe('docker-compose.yml', () => {
  it('builds the image once, and asks no registry for it', () => {
    expect(ours.map(([name]) => name)).toEqual(['setup', 'api', 'worker', 'simulator']);
    expect(ours.filter(([, { build }]) => build).map(([name]) => name)).toEqual(['setup']);
    expect(ours.map(([, one]) => one.pull_policy)).toEqual(['build', 'never', 'never', 'never']);
    expect(Object.values(services).filter(({ image, build }) => build && image !== 'onegate')).toEqual([]);
  });

  it('starts what there is, after what it needs', () => {
    for (const [name, { command }] of ours) {
      const [program = 'dist/apps/api/src/main.js'] = command;
      expect([name, existsSync(program.replace('dist/', '').replace(/\.js$/, '.ts'))]).toEqual([name, true]);
    }
    expect(of('setup').depends_on).toMatchObject({ postgres: { condition: 'service_healthy' } });
    for (const name of ['api', 'worker']) {
      expect(of(name).depends_on).toEqual({ setup: { condition: 'service_completed_successfully' } });
    }
    for (const { depends_on: needed } of Object.values(services)) {
      expect(Object.keys(needed).filter((name) => !services[name])).toEqual([]);
    }
  });

  it.each(['setup', 'api', 'worker', 'simulator'])('%s is given settings that Onegate reads', (name) => {
    const known = new Map(
      Object.values(settings).flatMap((table) => Object.values(table).map((one) => [one.env, one])),
    );
    const names = Object.keys(of(name).environment);
    const wrong = names.filter((one) => {
      const found = known.get(one.replace(/_FILE$/, ''));
      return !found || (one.endsWith('_FILE') && !found.secret);
    });
    expect(wrong).toEqual(name === 'simulator' ? ['ONEGATE_SIMULATOR_HOST', 'ONEGATE_SIMULATOR_PORT'] : []);
  });

  it('is a configuration that Onegate starts with', () => {
    const secrets = {
      DATABASE_URL: 'postgres://db/onegate',
      ONEGATE_SECRET_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
    };
    for (const name of ['setup', 'api', 'worker']) {
      expect(readConfiguration({ ...environmentOf(name), ...secrets }).runtime.mode).toBe('embedded');
    }
  });

  it('shows the port and the administrator that it starts with', () => {
    for (const given of [{}, { PORT: '8080', ONEGATE_ADMIN_EMAIL: 'me@example.com' }]) {
      const shown = environmentOf('secrets', given);
      expect(of('api').ports.map((one) => filledIn(one, given))).toEqual([`127.0.0.1:${shown['PORT']}:3000`]);
      expect(environmentOf('setup', given)).toMatchObject({
        ONEGATE_ADMIN_EMAIL: shown['ONEGATE_ADMIN_EMAIL'],
        ONEGATE_PUBLIC_URL: `http://127.0.0.1:${shown['PORT']}`,
      });
    }
    expect(environmentOf('api', { ONEGATE_PUBLIC_URL: 'https://llm.example.com' })).toMatchObject({
      ONEGATE_PUBLIC_URL: 'https://llm.example.com',
    });
    const script = readFileSync('deploy/compose/make-secrets.sh', 'utf8');
    const read = [...script.matchAll(/\$\{([A-Z]\w+)/g)].map(([, name]) => name);
    expect(new Set(read)).toEqual(new Set(Object.keys(of('secrets').environment)));
  });

  it('asks Postgres by the network, where the server that makes the database does not listen', () => {
    expect(of('postgres').healthcheck?.test?.join(' ')).toContain('pg_isready -h 127.0.0.1 ');
  });

  it('gives keys of providers to setup only, from a file that need not be there', () => {
    const readers = Object.entries(services).filter(([, one]) => one.env_file.length > 0);
    expect(readers.map(([name, one]) => [name, one.env_file])).toEqual([
      ['setup', [{ path: '.env', required: false }]],
    ]);
  });
});

describe('Dockerfile', () => {
  const file = readFileSync('Dockerfile', 'utf8');

  it('builds with the Node that is pinned', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: { node: string };
    };
    expect(/^FROM node:([\d.]+)-/m.exec(file)?.[1]).toBe(devDependencies.node);
  });

  it('runs with the same major version, and the flags of `npm start`', async () => {
    const { nodeFlags } = await import('../../scripts/start/node-flags.ts');
    const [, major] = /^FROM node:(\d+)\./m.exec(file) ?? [];
    expect(file).toContain(`FROM gcr.io/distroless/nodejs${major}-`);
    expect(/^ENV NODE_OPTIONS=(.+)$/m.exec(file)?.[1]).toBe(nodeFlags.join(' '));
  });
});
