import { chmodSync, chownSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../pinned-node.mjs';
import type { Account } from '../stack/server-account.ts';

/**
 * The data folder is for its owner alone. Where the server runs as another account, that account's group may pass
 * through (not look in), unless a person made the folder: then its modes are that person's business.
 */
export function letPass(folder: string, account: Account | undefined, madeByUs: boolean): void {
  const ours = madeByUs || folder === path.join(root, '.data');
  if (!account || !ours || (statSync(folder).mode & 0o777) !== 0o700) return;
  chownSync(folder, 0, account.gid);
  chmodSync(folder, 0o710);
}
