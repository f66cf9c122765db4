/** Installing a package on Debian or Ubuntu as root, leaving nothing else behind on the machine. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runTool, type ToolResult } from './tool.ts';

const policy = '/usr/sbin/policy-rc.d';

export function isDebian(osRelease = readOsRelease()): boolean {
  const family = osRelease.match(/^(ID|ID_LIKE)=.*$/gm)?.join(' ') ?? '';
  return /\b(debian|ubuntu)\b/.test(family);
}

/**
 * Installs a package; a service that comes with it is neither started now nor at the next boot. Returns what
 * apt-get said when it failed. The package lists of a fresh machine are empty or old, hence the second try.
 */
export async function installPackage(
  name: string,
  { service }: { service?: string } = {},
): Promise<string | undefined> {
  const undo = service ? forbidServices() : undefined;
  try {
    const first = await aptGet('install', '-y', '--no-install-recommends', name);
    if (first.code === 0) return undefined;
    await aptGet('update');
    const second = await aptGet('install', '-y', '--no-install-recommends', name);
    return second.code === 0 ? undefined : lastLines(second.output);
  } finally {
    undo?.();
    if (service) await keepServiceOff(service);
  }
}

/**
 * Debian asks this file before it starts a service on install. Ours says no only for as long as this process
 * lives, so that one left behind by kill -9 does no harm. Where there is one already, that one decides.
 */
function forbidServices(): (() => void) | undefined {
  if (existsSync(policy) && !readFileSync(policy, 'utf8').includes('Onegate')) return undefined;
  const lines = [
    '#!/bin/sh',
    '# Onegate is installing a package whose service is not to start; without Onegate this file means nothing.',
    `kill -0 ${process.pid} 2>/dev/null && exit 101`,
    'exit 0',
  ];
  writeFileSync(policy, `${lines.join('\n')}\n`, { mode: 0o755 });
  return () => rmSync(policy, { force: true });
}

/** Whatever the machine starts services with; where a tool is missing there is nothing to switch off. */
async function keepServiceOff(service: string): Promise<void> {
  await runTool('update-rc.d', [service, 'disable']);
  await runTool('systemctl', ['disable', '--now', service]);
}

function aptGet(...args: string[]): Promise<ToolResult> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return runTool('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=60', ...args], { env, detached: true });
}

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-5).join('\n');
}

function readOsRelease(): string {
  return existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
}
