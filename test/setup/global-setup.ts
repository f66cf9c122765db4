import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { adminQuery, databaseUrl, testEnvironment } from './test-environment.ts';

/** Migrates one template database with the built setup program; every suite clones it in a few milliseconds. */
export default async function globalSetup(): Promise<void> {
  const template = `template_${randomBytes(4).toString('hex')}`;
  await adminQuery(`create database ${template}`);
  const setup = path.join(import.meta.dirname, '../../dist/apps/api/src/setup.js');
  await promisify(execFile)(process.execPath, [setup], {
    env: testEnvironment({ DATABASE_URL: databaseUrl(template), ONEGATE_LOG_LEVEL: 'error' }),
  });
  process.env.TEST_TEMPLATE = template;
}
