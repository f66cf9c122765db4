/** `npm run check`: types, lint, import direction, unused code, formatting. No warnings. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureDependencies } from './dependencies.mjs';
import { pinnedNode, root } from './pinned-node.mjs';

/** @type {[name: string, tool: string, args: string[]][]} */
const checks = [
  ['types', 'node_modules/typescript7/bin/tsc', ['--project', 'tsconfig.json']],
  ['lint', 'node_modules/oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']],
  [
    'import direction',
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    ['--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'scripts', 'test', 'bench'],
  ],
  ['unused code', 'node_modules/knip/bin/knip.js', []],
  ['formatting', 'node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']],
];

await ensureDependencies();
const failed = checks.filter(([name, tool, args]) => {
  const started = Date.now();
  const bin = path.join(root, 'node_modules', '.bin');
  const { status } = spawnSync(pinnedNode, [path.join(root, tool), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${path.dirname(pinnedNode)}:${bin}:${process.env.PATH}` },
  });
  console.log(
    `${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
  );
  return status !== 0;
});
process.exitCode = failed.length === 0 ? 0 : 1;
