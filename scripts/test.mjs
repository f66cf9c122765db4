/** `npm test`: everything from a fresh checkout to Jest's summary. Runs under any Node from 18 on. */
import { ensureDependencies } from './dependencies.mjs';
import { continueWithPinnedNode, isPinnedNode } from './pinned-node.mjs';

await ensureDependencies();
if (isPinnedNode()) {
  const { runTests } = await import('./test/main.ts');
  process.exitCode = await runTests(process.argv.slice(2));
} else {
  process.exitCode = await continueWithPinnedNode();
}
