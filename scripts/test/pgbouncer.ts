import { installPackage, isDebian } from '../stack/debian.ts';
import { findProgram } from '../stack/program.ts';

/** The pooler for the suite that needs one: where it is absent and cannot be installed, that suite is skipped and says so. */
export async function ensurePgBouncer(say: (line: string) => void): Promise<void> {
  if (findProgram(['pgbouncer'])) return;
  if (isDebian() && process.getuid?.() === 0) {
    say('… installing pgbouncer with apt-get');
    const problem = await installPackage('pgbouncer', { service: 'pgbouncer' });
    if (problem) say(`! apt-get could not install pgbouncer: ${problem}`);
  }
  if (!findProgram(['pgbouncer'])) say('! There is no pgbouncer on this machine: its suite is skipped.');
}
