/** `npm run build`: the apps into `dist/`, as `npm start` and `npm test` build them. */
import { ensureDependencies } from './dependencies.mjs';
import { continueWithPinnedNode, isPinnedNode } from './pinned-node.mjs';

await ensureDependencies();
if (isPinnedNode()) {
  const { ensureBuilt } = await import('./start/build.ts');
  const built = await ensureBuilt(new AbortController().signal);
  console.log(built ? '✓ apps built' : '✓ the build is up to date');
} else {
  process.exitCode = await continueWithPinnedNode();
}
