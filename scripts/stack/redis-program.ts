import { installPackage, isDebian } from './debian.ts';
import { Problem } from './problem.ts';
import { findProgram } from './program.ts';
import { runTool } from './tool.ts';

const programs = ['valkey-server', 'redis-server'];
const oldest = [6, 2];

/** A Redis on this machine that is new enough; on Debian and Ubuntu root gets one installed. */
export async function redisProgram(say: (line: string) => void): Promise<string> {
  const found = findProgram(programs);
  if (found) return checked(found);
  if (!(isDebian() && process.getuid?.() === 0)) throw new Problem(`Onegate needs Redis: ${howToInstall()}`);
  say('… installing redis-server with apt-get');
  const problem = await installPackage('redis-server', { service: 'redis-server' });
  const installed = findProgram(programs);
  if (installed) return checked(installed);
  throw new Problem(
    `apt-get could not install redis-server. Install it by hand, or set REDIS_URL to a server you run.\n${problem ?? ''}`,
  );
}

function howToInstall(platform: string = process.platform, debian = isDebian()): string {
  const command =
    platform === 'darwin' ? 'brew install valkey' : debian ? 'sudo apt-get install redis-server' : undefined;
  const way = command
    ? `install it with \`${command}\``
    : 'install the package valkey or redis of your system';
  return `${way}, or set REDIS_URL to a server you run, then start again.`;
}

async function checked(program: string): Promise<string> {
  const { output } = await runTool(program, ['--version']);
  const [, major, minor] = /v=(\d+)\.(\d+)/.exec(output) ?? [];
  if (isOlder([Number(major), Number(minor)])) {
    throw new Problem(
      `Onegate needs Redis ${oldest.join('.')} or newer, and ${program} is ${major}.${minor}: ${howToInstall()}`,
    );
  }
  return program;
}

function isOlder([major, minor]: [number, number]): boolean {
  const [oldestMajor, oldestMinor] = oldest as [number, number];
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}
