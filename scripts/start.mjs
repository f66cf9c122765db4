/** `npm start`: everything from a fresh checkout to a running Onegate. Runs under any Node from 18 on. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureDependencies } from './dependencies.mjs';
import { continueWithPinnedNode, isPinnedNode } from './pinned-node.mjs';
import { claimDataFolder, dataFolder, lockHandover, portProblem, refuse } from './start/claim.mjs';

const lock = await claimDataFolder();
process.on('exit', () => lock.release());
const port = Number(process.env.PORT || 3000);
// What a killed Onegate left running may still hold the port; it is stopped later, and the port looked at then.
if (!existsSync(path.join(dataFolder, 'run.json')) && port > 0 && port < 65_536) {
  const problem = await portProblem(port, process.env.ONEGATE_HOST || '127.0.0.1');
  if (problem) refuse(problem);
}
await ensureDependencies();
if (isPinnedNode()) {
  const { start } = await import('./start/main.ts');
  process.exitCode = await start(lock);
} else {
  process.exitCode = await continueWithPinnedNode({ [lockHandover]: lock.token });
}
