export interface ProcessRecord {
  pid: number;
  identity?: string | undefined;
}

export function identityOf(pid: number): string | undefined;
export function isAlive(recorded: ProcessRecord | undefined): boolean;
export function recordOf(pid: number): ProcessRecord;
export function commandOf(pid: number): string;
export function parentOf(pid: number): number | undefined;
