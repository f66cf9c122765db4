import { drive } from '../driver/drive.ts';
import type { RateResult, Target } from '../driver/jobs.ts';
import { rounds, type Measured } from '../measuring/rounds.ts';
import { added, median, quantile } from '../measuring/statistics.ts';
import { fixed, goal } from '../measuring/wording.ts';
import type { Effort, Table } from '../scenario.ts';
import type { Contender, Stage } from '../stage.ts';

const perSecond = 500;
const goals = { p50: 0.5, p99: 3 };

/** What each adds to the time that the provider itself takes, at a fixed rate of calls. */
export async function addedLatency(
  stage: Stage,
  { rounds: count, seconds, share }: Effort,
  contenders: readonly Contender[],
  targetOf: (contender: Contender) => Target,
): Promise<Table> {
  const results = await rounds(stage, contenders, count, (contender) =>
    drive<'rate'>({ kind: 'rate', target: targetOf(contender), perSecond: perSecond * share, seconds }),
  );
  const at = (name: Contender['name'], part: number) => quantiles(results.get(name) ?? [], part);
  const rows = contenders.map(({ name }) => ({
    what: name,
    figures: [
      ...[0.5, 0.99].map((part) => fixed(median(at(name, part)), 2)),
      ...[0.5, 0.99].map((part) => fixed(added(at(name, part), at('provider', part)), 2)),
      String((results.get(name) ?? []).reduce((sum, { result }) => sum + result.failed, 0)),
    ],
  }));
  const p50 = added(at('Onegate', 0.5), at('provider', 0.5));
  const p99 = added(at('Onegate', 0.99), at('provider', 0.99));
  return {
    columns: ['p50, ms', 'p99, ms', 'added p50', 'added p99', 'failed'],
    rows,
    notes: [
      goal(`added p50 ${fixed(p50, 2)} ms of ${goals.p50} ms`, p50 <= goals.p50),
      goal(`added p99 ${fixed(p99, 2)} ms of ${goals.p99} ms`, p99 <= goals.p99),
    ],
  };
}

function quantiles(measured: readonly Measured<RateResult>[], part: number): number[] {
  return measured.map(({ result }) => quantile(result.millis, part));
}
