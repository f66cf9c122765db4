import { createHash } from 'node:crypto';

/** Evenly between 0 and 1. With a key the same everywhere and every time, so that processes agree without asking. */
export function lotsFor(key: string | null): (accountId: number) => number {
  if (key === null) return () => Math.random();
  return (accountId) => {
    const digest = createHash('sha1').update(`${key}/${accountId}`).digest();
    return digest.readUIntBE(0, 6) / 2 ** 48;
  };
}
