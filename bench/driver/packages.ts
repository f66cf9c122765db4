import { existsSync } from 'node:fs';
import path from 'node:path';

/** Whether the packages of the benchmark are installed; without them it shows only what needs none. */
export function hasPackages(): boolean {
  return existsSync(path.join(import.meta.dirname, '../node_modules/autocannon'));
}
