import { drive } from '../driver/drive.ts';
import type { RateResult, Target } from '../driver/jobs.ts';
import { rounds, type Measured } from '../measuring/rounds.ts';
import { added, median, quantile } from '../measuring/statistics.ts';
import { fixed, goal } from '../measuring/wording.ts';
import type { Effort, Row, Table } from '../scenario.ts';
import type { Contender, Stage } from '../stage.ts';

/** At the first rate two cores are mostly idle; the second is the one that is wanted. */
const rates = [100, 500] as const;
const wantedRate = 500;
const goals = { p50: 0.5, p99: 3 };

/** What each adds to the time that the provider itself takes, at fixed rates of calls. */
export async function addedLatency(
  stage: Stage,
  effort: Effort,
  contenders: readonly Contender[],
  targetOf: (contender: Contender) => Target,
): Promise<Table> {
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const perSecond of rates) {
    const results = await atRate(stage, effort, contenders, { perSecond, targetOf });
    rows.push(...contenders.map(({ name }) => rowOf(name, perSecond, results)));
    if (perSecond === wantedRate) notes.push(...verdicts(results));
  }
  return { columns: ['p50, ms', 'p99, ms', 'added p50', 'added p99', 'failed'], rows, notes };
}

type Results = ReadonlyMap<Contender['name'], Measured<RateResult>[]>;

interface Rate {
  readonly perSecond: number;
  readonly targetOf: (contender: Contender) => Target;
}

function atRate(
  stage: Stage,
  { rounds: count, seconds, share }: Effort,
  contenders: readonly Contender[],
  { perSecond, targetOf }: Rate,
): Promise<Results> {
  return rounds(stage, contenders, count, (contender) =>
    drive<'rate'>({ kind: 'rate', target: targetOf(contender), perSecond: perSecond * share, seconds }),
  );
}

function rowOf(name: Contender['name'], perSecond: number, results: Results): Row {
  const at = (of: Contender['name'], part: number) => quantiles(results.get(of) ?? [], part);
  const failed = (results.get(name) ?? []).reduce((sum, { result }) => sum + result.failed, 0);
  return {
    what: `${name}, ${perSecond} a second`,
    figures: [
      ...[0.5, 0.99].map((part) => fixed(median(at(name, part)), 2)),
      ...[0.5, 0.99].map((part) => fixed(added(at(name, part), at('provider', part)), 2)),
      String(failed),
    ],
  };
}

function verdicts(results: Results): string[] {
  const addedAt = (part: number): number =>
    added(quantiles(results.get('Onegate') ?? [], part), quantiles(results.get('provider') ?? [], part));
  const [p50, p99] = [addedAt(0.5), addedAt(0.99)];
  return [
    goal(`added p50 ${fixed(p50, 2)} ms of ${goals.p50} ms`, p50 <= goals.p50),
    goal(`added p99 ${fixed(p99, 2)} ms of ${goals.p99} ms`, p99 <= goals.p99),
  ];
}

function quantiles(measured: readonly Measured<RateResult>[], part: number): number[] {
  return measured.map(({ result }) => quantile(result.millis, part));
}
