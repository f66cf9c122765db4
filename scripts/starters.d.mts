import type { ProcessRecord } from './process-identity.mjs';

export function starters(): ProcessRecord[];
export function onceGone(those: ProcessRecord[], callback: () => void): void;
