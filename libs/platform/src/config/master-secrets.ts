import { z } from 'zod';
import type { MasterSecret } from '../crypto/key-ring.js';

/** Reads `id:base64,id:base64`; the first one is the active one. */
export function readMasterSecrets(text: string, context: z.RefinementCtx): MasterSecret[] {
  const secrets = text.split(',').map((part) => readOne(part.trim()));
  const good = secrets.filter((secret) => secret !== undefined);
  const ids = new Set(good.map(({ id }) => id));
  if (good.length !== secrets.length || ids.size !== good.length) {
    context.addIssue('must be a list of id:base64 with distinct ids and 32 bytes or more each');
    return z.NEVER;
  }
  return good;
}

function readOne(part: string): MasterSecret | undefined {
  const match = /^([a-z0-9]{1,16}):([A-Za-z0-9+/_-]+=*)$/.exec(part);
  const secret = Buffer.from(match?.[2] ?? '', 'base64');
  return match?.[1] && secret.length >= 32 ? { id: match[1], secret } : undefined;
}
