import { existsSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { compileFunction, constants } from 'node:vm';
import { fileURLToPath } from 'node:url';

const root = path.join(import.meta.dirname, '../../..');
const load = createRequire(import.meta.url);
const ours = /^@onegate\/(\w+)$/;
const ofTheProduct = /^(?:apps|libs)\//;

/** What we use of Jest's runtime; it does not say so itself. */
interface JestRuntime {
  readonly executor: {
    readonly injectedModuleParameters: string[];
    compile(source: string, filename: string): unknown;
  };
  requireModuleOrMock(from: string, name: string): unknown;
}
const { default: Runtime } = load('jest-runtime') as {
  default: new (...given: unknown[]) => JestRuntime;
};

/**
 * Suites are loaded by Jest, everything that they import from the product or from packages by Node itself, once for
 * each worker: loading four thousand modules anew for each suite took longer than the suites. So it is the built product
 * that is tested, and a build must come before (`npm test` sees to it).
 */
class BuiltCodeRuntime extends Runtime {
  constructor(...given: unknown[]) {
    super(...given);
    // In the same realm as what they test, so that an Error or a Date of theirs is one for the product too.
    this.executor.compile = (source: string, filename: string) =>
      compileFunction(source, this.executor.injectedModuleParameters, {
        filename,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
  }

  override requireModuleOrMock(from: string, name: string): unknown {
    const isOfJest = name.startsWith('@jest/') || from.includes('/node_modules/');
    const file = isOfJest ? null : loadedByNode(from, name);
    return file === null ? super.requireModuleOrMock(from, name) : load(file);
  }
}

/** What Node is asked for, if the module is not one of the suites. */
function loadedByNode(from: string, name: string): string | null {
  if (isBuiltin(name)) return name;
  const [, lib] = ours.exec(name) ?? [];
  if (lib !== undefined) return path.join(root, 'dist/libs', lib, 'src/index.js');
  if (!/^[./]/.test(name)) return fileOf(import.meta.resolve(name));
  if (name.endsWith('.mjs')) return path.resolve(path.dirname(from), name);
  const asked = path.relative(root, path.resolve(path.dirname(from), name));
  if (!ofTheProduct.test(asked)) return null;
  const built = path.join(root, 'dist', asked.replace(/\.ts$/, '.js'));
  return existsSync(built) ? built : null;
}

const fileOf = (url: string): string => (url.startsWith('file:') ? fileURLToPath(url) : url);

export { BuiltCodeRuntime as 'module.exports' };
