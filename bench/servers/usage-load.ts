import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { administrator, type Onegate } from './onegate.ts';

const program = path.join(import.meta.dirname, '../usage-load/main.ts');

/** Has `bench/usage-load` do a task on an installation; answers what it says. */
export async function usageLoad({ env }: Onegate, task: string, amount = 0, url = ''): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, task, String(amount)], {
    env: {
      ...process.env,
      ...env,
      ONEGATE_URL: url,
      ONEGATE_ADMIN_EMAIL: administrator.email,
      ONEGATE_ADMIN_PASSWORD: administrator.password,
    },
  });
  return stdout;
}
