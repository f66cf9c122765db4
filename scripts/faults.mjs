/**
 * `npm run faults -- --rounds 500 --seed 7`: the fault suite for as long as you like. Without a seed it takes a new one and
 * says which.
 */
import { parseArgs } from 'node:util';
import { ensureDependencies } from './dependencies.mjs';
import { continueWithPinnedNode, isPinnedNode } from './pinned-node.mjs';

await ensureDependencies();
if (isPinnedNode()) {
  const { rounds, first, seed } = parseArgs({
    options: {
      rounds: { type: 'string', default: '50' },
      first: { type: 'string', default: '1' },
      seed: { type: 'string' },
    },
  }).values;
  process.env.ONEGATE_FAULT_ROUNDS = rounds;
  process.env.ONEGATE_FAULT_FIRST = first;
  if (seed !== undefined) process.env.ONEGATE_FAULT_SEED = seed;
  const { runTests } = await import('./test/main.ts');
  process.exitCode = await runTests(['test/faults/faults']);
} else {
  process.exitCode = await continueWithPinnedNode();
}
