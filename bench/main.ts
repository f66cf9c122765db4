/** `npm run bench -- [scenarios] [--list] [--rounds 5] [--seconds 4] [--smoke] [--no-page]` */
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/start/build.ts';
import { Progress } from '../scripts/start/progress.ts';
import { hasPackages } from './driver/packages.ts';
import { writePage } from './report/benchmarks-page.ts';
import { machine } from './report/machine.ts';
import { sectionOf, type Finding } from './report/markdown.ts';
import type { Effort, Scenario } from './scenario.ts';
import { scenarios } from './scenarios/all.ts';
import { Stage } from './stage.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs the scenarios that the arguments name, or all; resolves to the exit code. */
export async function bench(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      list: { type: 'boolean' },
      smoke: { type: 'boolean' },
      'no-page': { type: 'boolean' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '3' },
    },
  });
  if (values.list) return list();
  const unknown = positionals.filter((name) => !scenarios.some((one) => one.name === name));
  if (unknown.length > 0) {
    say(
      `There is no scenario ${unknown.join(', ')}. There are: ${scenarios.map(({ name }) => name).join(', ')}`,
    );
    return 1;
  }
  const effort = values.smoke
    ? { rounds: 1, seconds: 0.5, share: 0.1, hasPackages: false }
    : {
        rounds: Number(values.rounds),
        seconds: Number(values.seconds),
        share: 1,
        hasPackages: hasPackages(),
      };
  const findings = await run(chosen(positionals, effort), effort);
  if (!values.smoke && !values['no-page'])
    await writePage(
      findings,
      scenarios.map(({ name }) => name),
    );
  return 0;
}

function list(): number {
  for (const { name, about, isByNameOnly } of scenarios)
    say(`${name.padEnd(12)} ${about}${isByNameOnly ? ' (only by its name)' : ''}`);
  return 0;
}

function chosen(names: readonly string[], { hasPackages }: Effort): readonly Scenario[] {
  const all = scenarios.filter(({ needsPackages }) => hasPackages || !needsPackages);
  if (names.length === 0) return all.filter(({ isByNameOnly }) => !isByNameOnly);
  return all.filter(({ name }) => names.includes(name));
}

async function run(wanted: readonly Scenario[], effort: Effort): Promise<Finding[]> {
  say(machine());
  const progress = new Progress(say);
  const build = () => ensureBuilt(new AbortController().signal);
  await progress.step('building the apps', 'apps built', build);
  const stage = new Stage(`bench_${process.pid}`, effort.hasPackages);
  const end = (): void => void stage.down().finally(() => process.exit(130));
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    await progress.step('starting the servers', 'servers ready', () => stage.up());
    const findings: Finding[] = [];
    for (const scenario of wanted) {
      const begun = performance.now();
      const tables = await scenario.run(stage, effort);
      const finding = { scenario, tables, seconds: (performance.now() - begun) / 1_000 };
      findings.push(finding);
      say(`\n${sectionOf(finding)}`);
    }
    return findings;
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
    await stage.down();
  }
}
