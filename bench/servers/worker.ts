import type { Program } from './program.ts';

/**
 * The worker. A large installation has it on a machine of its own; here, where the processors are shared with those who
 * are measured, it stands still during a round and catches up afterwards.
 */
export class Worker {
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }

  standStill(): void {
    this.program.child.kill('SIGSTOP');
  }

  goOn(): void {
    this.program.child.kill('SIGCONT');
  }
}
