import path from 'node:path';
import { freePort } from '../../scripts/stack/ports.ts';
import { fixed, goal } from '../measuring/wording.ts';
import type { Scenario } from '../scenario.ts';
import { Program } from '../servers/program.ts';

const mostSeconds = 10;
const program = path.join(import.meta.dirname, '../../scripts/start.mjs');

export const startUp: Scenario = {
  name: 'start',
  about: '`npm start` with its own servers, to the first answer: in an empty folder, and again',
  async run(stage) {
    const folder = path.join(stage.folder, 'start');
    const first = await secondsToStart(folder, stage.folder);
    const again = await secondsToStart(folder, stage.folder);
    return [
      {
        columns: ['seconds'],
        rows: [
          { what: 'first time, built already', figures: [fixed(first, 1)] },
          { what: 'again', figures: [fixed(again, 1)] },
        ],
        notes: [goal(`again in ${fixed(again, 1)} s of ${mostSeconds} s`, again <= mostSeconds)],
      },
    ];
  },
};

async function secondsToStart(folder: string, logs: string): Promise<number> {
  const port = await freePort();
  const begun = performance.now();
  const onegate = await Program.start({
    name: 'npm start',
    args: [program],
    env: { ONEGATE_DATA_DIR: folder, PORT: String(port), NODE_ENV: '' },
    logFile: path.join(logs, 'start.log'),
    url: `http://127.0.0.1:${port}`,
    health: '/health/ready',
    withinMs: 180_000,
  });
  const seconds = (performance.now() - begun) / 1_000;
  await onegate.stop();
  return seconds;
}
