/**
 * What every command of this repository does first, with nothing but the Node that is there (18 or newer): install
 * the locked dependencies when they are missing or out of date. An install that was cut short is started afresh.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { waitForLock } from './lock.mjs';
import { endLike, isPinnedNode, pinnedNodeRuns, root } from './pinned-node.mjs';

const modules = path.join(root, 'node_modules');
const stamp = path.join(modules, '.installed-lock');
const unfinished = path.join(modules, '.install-unfinished');
const lockFile = path.join(modules, '.install-lock');

export async function ensureDependencies() {
  if (isInstalled()) return;
  if (isBorrowed()) return;
  makeModulesFolder();
  const lock = await waitForLock(lockFile, ({ pid }) =>
    console.log(`Waiting for process ${pid}, which is installing the dependencies …`),
  );
  try {
    if (!isInstalled()) await install();
  } finally {
    lock.release();
  }
}

function isInstalled() {
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest()) return false;
  return !existsSync(unfinished) && (isPinnedNode() || pinnedNodeRuns());
}

/** A link leads to the dependencies of another checkout: those are not for this one to replace. */
function isBorrowed() {
  if (!lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
  if (!pinnedNodeRuns())
    fail('node_modules is a link to a folder without the dependencies. Install them there.');
  return true;
}

function makeModulesFolder() {
  try {
    mkdirSync(modules, { recursive: true });
  } catch (error) {
    fail(`Onegate cannot install its dependencies: ${root} is not writable (${error.code}).`);
  }
}

async function install() {
  if (existsSync(unfinished)) clear();
  const started = Date.now();
  console.log('… installing dependencies (about a minute the first time)');
  writeFileSync(unfinished, '');
  await npmInstall();
  if (!pinnedNodeRuns()) {
    clear();
    await npmInstall();
  }
  if (!pinnedNodeRuns()) {
    fail(
      'Onegate needs the Node that npm installs for it, and that does not run here. Is npm set to ignore-scripts?',
    );
  }
  writeFileSync(stamp, digest());
  rmSync(unfinished, { force: true });
  console.log(`✓ dependencies installed (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

async function npmInstall() {
  const args = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, ...first] = npm();
  const beat = setInterval(() => console.log('… still installing dependencies'), 20_000);
  const code = await endLike(spawn(command, [...first, ...args], { cwd: root, stdio: 'inherit' })).catch(
    (error) =>
      fail(
        `Onegate cannot install its dependencies: ${command} does not start (${error.code}). Install npm, then try again.`,
      ),
  );
  clearInterval(beat);
  if (code !== 0) {
    fail(
      'Onegate cannot start: npm install failed (see above). Check the network or the npm registry setting.',
    );
  }
}

/** The npm this command was started by, run by its own Node; else the one on the path. */
function npm() {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  const isNpm = cli !== undefined && path.basename(cli).startsWith('npm-cli');
  return isNpm && existsSync(cli) ? [node ?? process.execPath, cli] : ['npm'];
}

/** Half-extracted packages look whole to npm, so everything goes but the lock that is held on it. */
function clear() {
  for (const entry of readdirSync(modules)) {
    if (!entry.startsWith('.install-')) rmSync(path.join(modules, entry), { recursive: true, force: true });
  }
}

function digest() {
  const files = ['package.json', 'package-lock.json'].map((name) => readFileSync(path.join(root, name)));
  const platform = Buffer.from(`${process.platform} ${process.arch}`);
  return createHash('sha256')
    .update(Buffer.concat([...files, platform]))
    .digest('hex');
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
