import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const millisPerTick = 10;
const kilobytesPerMegabyte = 1024;

/** Processor time that a process has used until now, in milliseconds; not a number where the system does not tell. */
export function cpuMillis(pid: number): number {
  const text = read(`/proc/${pid}/stat`);
  // The name of the program stands in brackets and may have anything in it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * millisPerTick;
}

/** Memory that is resident now, in megabytes. */
export function residentMegabytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]) / kilobytesPerMegabyte;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** What processes used between its start and its stop: time of all, the most memory of the first. */
export class Meter {
  private readonly before: number;
  private readonly watching: NodeJS.Timeout;
  private mostMegabytes: number;

  private readonly pids: readonly number[];

  constructor(pids: readonly number[]) {
    this.pids = pids;
    this.before = this.sum();
    this.mostMegabytes = this.megabytes();
    this.watching = setInterval(() => {
      this.mostMegabytes = Math.max(this.mostMegabytes, this.megabytes());
    }, 200);
  }

  stop(): { readonly cpuMs: number; readonly megabytes: number } {
    clearInterval(this.watching);
    return { cpuMs: this.sum() - this.before, megabytes: Math.max(this.mostMegabytes, this.megabytes()) };
  }

  private megabytes(): number {
    return residentMegabytes(this.pids[0] ?? 0);
  }

  private sum(): number {
    return this.pids.reduce((sum, pid) => sum + cpuMillis(pid), 0);
  }
}
