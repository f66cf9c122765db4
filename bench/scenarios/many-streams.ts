import { drive } from '../driver/drive.ts';
import type { StreamsResult } from '../driver/jobs.ts';
import { rounds, type Measured } from '../measuring/rounds.ts';
import { quantile } from '../measuring/statistics.ts';
import { fixed, goal, whole } from '../measuring/wording.ts';
import type { Row, Scenario } from '../scenario.ts';
import { chunksOfStream } from '../servers/upstream-answers.ts';
import { streamedCall } from './prompts.ts';

const mostMegabytes = 400;
const columns = [
  'whole',
  'first piece p50, ms',
  'p99',
  'between pieces p50, ms',
  'p99',
  'CPU a stream, ms',
  'memory, MB',
];

export const manyStreams: Scenario = {
  name: 'streams',
  about: `A thousand streams at once, each of ${chunksOfStream} pieces in 20 seconds`,
  async run(stage, { share }) {
    const count = Math.ceil(1_000 * share);
    const yardstick = stage.contenders.filter(({ name }) => name === 'yardstick');
    const contenders = [...yardstick, await stage.freshOnegate()];
    const results = await rounds(stage, contenders, 1, (contender, isTrial) => {
      const total = isTrial ? 20 : count;
      const target = contender.target('many', streamedCall);
      return drive<'streams'>({ kind: 'streams', target, atOnce: total, total, chunks: chunksOfStream });
    });
    const rows = [...results].flatMap(([what, all]) => all.map((one) => rowOf(what, one, count)));
    return [{ columns, rows, notes: (results.get('Onegate') ?? []).flatMap((one) => verdicts(one, count)) }];
  },
};

function rowOf(what: string, { result, cpuMs, megabytes }: Measured<StreamsResult>, count: number): Row {
  return {
    what,
    figures: [
      `${whole(result.whole)} of ${whole(count)}`,
      fixed(quantile(result.firstMillis, 0.5), 1),
      fixed(quantile(result.firstMillis, 0.99), 1),
      fixed(result.gapMillis.median, 1),
      fixed(result.gapMillis.p99, 1),
      fixed(cpuMs / count, 1),
      whole(megabytes),
    ],
  };
}

function verdicts({ result, megabytes }: Measured<StreamsResult>, count: number): string[] {
  return [
    goal(`${whole(megabytes)} MB of ${mostMegabytes} MB`, megabytes < mostMegabytes),
    goal(`${whole(result.whole)} streams of ${whole(count)} came whole`, result.whole === count),
  ];
}
