import { drive } from '../driver/drive.ts';
import type { StreamsResult } from '../driver/jobs.ts';
import { rounds, type Measured } from '../measuring/rounds.ts';
import { added, median, quantile } from '../measuring/statistics.ts';
import { fixed, goal, whole } from '../measuring/wording.ts';
import type { Scenario } from '../scenario.ts';
import { chunksOfStream } from '../servers/upstream-answers.ts';
import type { Contender } from '../stage.ts';
import { streamedCall } from './prompts.ts';

const atOnce = 10;
const streamsPerSecond = 10;
const pieceEveryMs = 5;
const mostAddedMs = 1;

type Results = ReadonlyMap<Contender['name'], Measured<StreamsResult>[]>;

export const stream: Scenario = {
  name: 'stream',
  about: `Streams of ${chunksOfStream} pieces, ${pieceEveryMs} ms apart, ${atOnce} at once, begun one after another: time to the first piece and between pieces`,
  async run(stage, { rounds: count, seconds, share }) {
    const total = Math.ceil(streamsPerSecond * seconds * share);
    // Portkey fails on every stream under this Node: it adds to headers that cannot be added to.
    const contenders = stage.contenders.filter(({ name }) => name !== 'Portkey');
    const results = await rounds(stage, contenders, count, (contender) =>
      drive<'streams'>({
        kind: 'streams',
        target: contender.target('stream', streamedCall),
        atOnce,
        spreadMs: chunksOfStream * pieceEveryMs,
        total,
        chunks: chunksOfStream,
      }),
    );
    const addedMs = added(firsts(results, 'Onegate', 0.5), firsts(results, 'provider', 0.5));
    return [
      {
        columns: [
          'first piece p50, ms',
          'p99',
          'added p50',
          'between pieces p50, ms',
          'p99',
          'CPU a stream, ms',
          'whole',
        ],
        rows: contenders.map(({ name }) => rowOf(name, results)),
        notes: [
          goal(
            `added time to the first piece ${fixed(addedMs, 2)} ms of ${mostAddedMs} ms`,
            addedMs <= mostAddedMs,
          ),
        ],
      },
    ];
  },
};

function firsts(results: Results, name: Contender['name'], part: number): number[] {
  return (results.get(name) ?? []).map(({ result }) => quantile(result.firstMillis, part));
}

function rowOf(name: Contender['name'], results: Results) {
  const measured = results.get(name) ?? [];
  const streams = measured.map(({ result }) => result.firstMillis.length);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const isWhole = measured.map(({ result }) => result.whole);
  return {
    what: name,
    figures: [
      fixed(median(firsts(results, name, 0.5)), 2),
      fixed(median(firsts(results, name, 0.99)), 2),
      fixed(added(firsts(results, name, 0.5), firsts(results, 'provider', 0.5)), 2),
      fixed(median(measured.map(({ result }) => result.gapMillis.median)), 2),
      fixed(median(measured.map(({ result }) => result.gapMillis.p99)), 2),
      fixed(median(measured.map(({ cpuMs }, round) => cpuMs / (streams[round] ?? 0))), 2),
      `${whole(sum(isWhole))} of ${whole(sum(streams))}`,
    ],
  };
}
