/** `npm run bench -- short`: the benchmark, or one scenario of it. Its packages are installed when it is first run. */
import { ensureBenchPackages } from './bench-packages.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { continueWithPinnedNode, isPinnedNode } from './pinned-node.mjs';

await ensureDependencies();
if (isPinnedNode()) {
  const args = process.argv.slice(2);
  if (!args.includes('--list') && !args.includes('--smoke')) await ensureBenchPackages();
  const { bench } = await import('../bench/main.ts');
  process.exitCode = await bench(args);
  process.disconnect?.();
} else {
  process.exitCode = await continueWithPinnedNode();
}
