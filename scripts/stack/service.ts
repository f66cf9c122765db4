import type { ChildProcess } from 'node:child_process';

/** One long-running part of Onegate, as the supervisor sees it. */
export interface Service {
  /** Its log file, and its place in the order of stopping. */
  name: string;
  title: string;
  /** Clears away what an earlier run of it left, and starts it with its output going to the log. */
  spawn(log: number): Promise<ChildProcess> | ChildProcess;
  isReady(): Promise<boolean>;
  /** How long it may take to finish what it has in flight, before it is killed. */
  stopWithinMs: number;
  /** A server whose data has to reach the disk is never hurried. */
  keepsData?: true;
}
