import { drive } from '../driver/drive.ts';
import { rounds } from '../measuring/rounds.ts';
import { quantile } from '../measuring/statistics.ts';
import { fixed, goal, whole } from '../measuring/wording.ts';
import type { Scenario } from '../scenario.ts';
import { chunksOfStream } from '../servers/upstream-answers.ts';
import { streamedCall } from './prompts.ts';

const mostMegabytes = 400;

export const manyStreams: Scenario = {
  name: 'streams',
  about: `A thousand streams at once, each of ${chunksOfStream} pieces in 20 seconds`,
  async run(stage, { share }) {
    const count = Math.ceil(1_000 * share);
    const contenders = stage.contenders.filter(({ name }) => name === 'yardstick' || name === 'Onegate');
    const results = await rounds(stage, contenders, 1, (contender, isWarmUp) => {
      const total = isWarmUp ? 20 : count;
      const target = contender.target('many', streamedCall);
      return drive<'streams'>({ kind: 'streams', target, atOnce: total, total, chunks: chunksOfStream });
    });
    const rows = [...results].flatMap(([what, measured]) =>
      measured.map(({ result, cpuMs, megabytes }) => ({
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
      })),
    );
    const ours = results.get('Onegate')?.[0];
    const notes = ours
      ? [
          goal(`${whole(ours.megabytes)} MB of ${mostMegabytes} MB`, ours.megabytes < mostMegabytes),
          goal(
            `${whole(ours.result.whole)} streams of ${whole(count)} came whole`,
            ours.result.whole === count,
          ),
        ]
      : [];
    const columns = [
      'whole',
      'first piece p50, ms',
      'p99',
      'between pieces p50, ms',
      'p99',
      'CPU a stream, ms',
      'memory, MB',
    ];
    return [{ columns, rows, notes }];
  },
};
