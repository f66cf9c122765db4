import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { configurationPage } from '@onegate/platform';
import { format, resolveConfig } from 'prettier';
import { apiDocument } from '../../apps/api/src/docs/api-docs.ts';
import { Installation } from '../setup/installation.ts';

/** `npm run generate` runs this suite with this set: then files are written instead of compared. */
const regenerate = process.env.ONEGATE_REGENERATE === 'true';
const root = path.join(import.meta.dirname, '../..');

let installation: Installation;
let app: NestFastifyApplication;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app } = await installation.api());
});
afterAll(() => installation.close());

async function prove(file: string, text: string): Promise<void> {
  const target = path.join(root, file);
  const formatted = await format(text, { ...(await resolveConfig(target)), filepath: target });
  if (regenerate) await writeFile(target, formatted);
  expect(await readFile(target, 'utf8')).toBe(formatted);
}

it('openapi.json says what the API serves', () => prove('openapi.json', JSON.stringify(apiDocument(app))));

it('docs/configuration.md lists every setting', () => prove('docs/configuration.md', configurationPage()));

it('docs/errors.md lists every failure', async () => prove('docs/errors.md', await errorsPage()));

/** Of a process of its own: here, other suites may have defined failures too. */
async function errorsPage(): Promise<string> {
  const program = `
    await import('./dist/apps/api/src/create-api.js');
    await import('./dist/apps/worker/src/create-worker.js');
    const { errorsPage } = await import('./dist/libs/platform/src/index.js');
    process.stdout.write(errorsPage());`;
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  return stdout;
}
