import type { ChildProcess } from 'node:child_process';

export const root: string;
export function endLike(child: ChildProcess): Promise<number>;
