import type { ProcessRecord } from './process-identity.mjs';

export interface LockRecord extends ProcessRecord {
  token: string;
  /** Where the holder answers, once it is known. */
  url?: string;
  state?: 'stopping';
  /** Whether the holder made the data folder itself. */
  made?: boolean;
  /** The npm that started the holder, and the shell between them; the holder stops when either is gone. */
  starters?: ProcessRecord[];
}

export interface Lock {
  readonly file: string;
  readonly record: LockRecord;
  readonly token: string;
  describe(details: Partial<LockRecord>): void;
  release(): void;
}

type Attempt = { lock: Lock; holder?: undefined } | { lock?: undefined; holder: LockRecord };

export function tryLock(file: string, details?: Partial<LockRecord>): Attempt;
export function waitForLock(file: string, onWait: (holder: LockRecord) => void): Promise<Lock>;
export function adoptLock(file: string, token: string): Lock | undefined;
export function readLock(file: string): LockRecord | undefined;
