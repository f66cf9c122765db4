import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transformFile, type Options } from '@swc/core';
import { root } from '../pinned-node.mjs';
import { Problem } from '../stack/problem.ts';

/** What `tsconfig.json` says, in this compiler's words. It does not look at types: `npm run check` does. */
const options: Options = {
  cwd: root,
  swcrc: false,
  sourceMaps: true,
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
    experimental: { keepImportAttributes: true },
  },
  module: { type: 'es6' },
};

/** Writes the sources as JavaScript below the target, where each keeps its place. */
export async function compile(files: readonly string[], target: string, stop: AbortSignal): Promise<void> {
  const folders = new Set(files.map((file) => path.join(target, path.dirname(file))));
  await Promise.all([...folders].map((folder) => mkdir(folder, { recursive: true })));
  const done = await Promise.allSettled(files.map((file) => write(file, target)));
  stop.throwIfAborted();
  const wrong = done.filter((result) => result.status === 'rejected').map(({ reason }) => String(reason));
  if (wrong.length > 0) throw new Problem(`The sources do not compile:\n${wrong.join('\n')}`);
}

async function write(file: string, target: string): Promise<void> {
  if (file.endsWith('.ts')) await writeScript(file, path.join(target, file.replace(/\.ts$/, '.js')));
  else if (/^[^/]+\/[^/]+\/src\/.*\.json$/.test(file))
    await copyFile(path.join(root, file), path.join(target, file));
}

async function writeScript(file: string, script: string): Promise<void> {
  const { code, map } = await transformFile(path.join(root, file), options);
  const mapName = `${path.basename(script)}.map`;
  await writeFile(script, `${code}//# sourceMappingURL=${mapName}\n`);
  await writeFile(`${script}.map`, map ?? '');
}
