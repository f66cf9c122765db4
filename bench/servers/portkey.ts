import { existsSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../scripts/stack/ports.ts';
import { Program } from './program.ts';

const program = path.join(import.meta.dirname, '../node_modules/@portkey-ai/gateway/build/start-server.js');

/** The gateway to be compared with; `null` where the packages of the benchmark are not installed. */
export async function startPortkey(folder: string): Promise<Program | null> {
  if (!existsSync(program)) return null;
  const port = await freePort();
  return Program.start({
    name: 'Portkey',
    args: [program, '--headless', `--port=${port}`],
    env: { PORT: String(port), TRUSTED_CUSTOM_HOSTS: '127.0.0.1,localhost' },
    logFile: path.join(folder, 'portkey.log'),
    url: `http://127.0.0.1:${port}`,
    health: '/',
  });
}
