import { installPackage, isDebian } from '../stack/debian.ts';
import { Problem } from '../stack/problem.ts';
import { findProgram } from '../stack/program.ts';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser for the browser suites: the one on this machine, or Debian's where root can install it. Without one
 * those suites are skipped and say so, except where CI is set: there nothing is skipped quietly.
 */
export async function chromiumPath(say: (line: string) => void): Promise<string | undefined> {
  const given = process.env.CHROMIUM_PATH || findProgram(programs);
  if (given) return given;
  const installed = await installOnDebian(say);
  if (installed) return installed;
  if (process.env.CI)
    throw new Problem('The browser suites need Chromium, and there is none on this machine.');
  say('! There is no Chromium on this machine: the browser suites are skipped.');
  return undefined;
}

async function installOnDebian(say: (line: string) => void): Promise<string | undefined> {
  if (!isDebian() || process.getuid?.() !== 0) return undefined;
  say('… installing chromium with apt-get');
  const problem = await installPackage('chromium');
  if (problem) say(`! apt-get could not install chromium: ${problem}`);
  return findProgram(programs);
}
