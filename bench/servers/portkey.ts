import path from 'node:path';
import { freePort } from '../../scripts/stack/ports.ts';
import { Program } from './program.ts';

const program = path.join(import.meta.dirname, '../node_modules/@portkey-ai/gateway/build/start-server.js');

/** It would outlive a benchmark that is killed. */
const endsWithUs = `data:text/javascript,${encodeURIComponent("process.on('disconnect', () => process.exit());")}`;

/** The gateway to be compared with. */
export async function startPortkey(folder: string): Promise<Program> {
  const port = await freePort();
  return Program.start({
    name: 'Portkey',
    args: ['--import', endsWithUs, program, '--headless', `--port=${port}`],
    env: { PORT: String(port), TRUSTED_CUSTOM_HOSTS: '127.0.0.1,localhost' },
    logFile: path.join(folder, 'portkey.log'),
    url: `http://127.0.0.1:${port}`,
    health: '/',
  });
}
