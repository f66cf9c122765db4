import { drive } from '../driver/drive.ts';
import type { FloodResult, Target } from '../driver/jobs.ts';
import { rounds, type Measured } from '../measuring/rounds.ts';
import { median, ratio } from '../measuring/statistics.ts';
import { fixed, whole } from '../measuring/wording.ts';
import type { Effort, Row, Table } from '../scenario.ts';
import type { Contender, Stage } from '../stage.ts';

const connections = 64;
/** One process on a whole processor costs a call so many microseconds. */
const microsPerMilli = 1_000;

export interface Throughput {
  readonly table: Table;
  /** Requests a second of Onegate in terms of the others', and processor time in the same way. */
  readonly toYardstick: number;
  readonly toPortkey: number;
  readonly failed: number;
}

type Results = ReadonlyMap<Contender['name'], Measured<FloodResult>[]>;

/** How many calls a second go through each of these, and what a call costs its process. */
export async function throughput(
  stage: Stage,
  { rounds: count, seconds }: Effort,
  contenders: readonly Contender[],
  targetOf: (contender: Contender) => Target,
): Promise<Throughput> {
  const results = await rounds(stage, contenders, count, (contender) =>
    drive<'flood'>({ kind: 'flood', target: targetOf(contender), connections, seconds }),
  );
  const ours = figures(results, 'Onegate');
  const rows = contenders.map(({ name }) => rowOf(name, results));
  return {
    table: {
      columns: [
        'calls/s',
        'to the yardstick',
        'CPU a call, µs',
        'CPU to the yardstick',
        'memory, MB',
        'failed',
      ],
      rows,
      notes: [`Redis used ${whole(median(ours.redisCosts))} µs of processor time a call.`],
    },
    toYardstick: ratio(ours.perSecond, figures(results, 'yardstick').perSecond),
    toPortkey: ratio(ours.perSecond, figures(results, 'Portkey').perSecond),
    failed: ours.failed,
  };
}

function figures(results: Results, name: Contender['name']) {
  const all = results.get(name) ?? [];
  return {
    perSecond: all.map(({ result }) => result.answered / result.seconds),
    costs: all.map(({ result, cpuMs }) => (cpuMs * microsPerMilli) / result.answered),
    redisCosts: all.map(({ result, redisCpuMs }) => (redisCpuMs * microsPerMilli) / result.answered),
    megabytes: Math.max(...all.map(({ megabytes }) => megabytes)),
    failed: all.reduce((sum, { result }) => sum + result.failed, 0),
  };
}

function rowOf(name: Contender['name'], results: Results): Row {
  const own = figures(results, name);
  const yardstick = figures(results, 'yardstick');
  return {
    what: name,
    figures: [
      whole(median(own.perSecond)),
      fixed(ratio(own.perSecond, yardstick.perSecond), 2),
      whole(median(own.costs)),
      fixed(ratio(own.costs, yardstick.costs), 2),
      whole(own.megabytes),
      whole(own.failed),
    ],
  };
}
