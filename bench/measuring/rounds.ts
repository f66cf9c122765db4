import { setTimeout as pause } from 'node:timers/promises';
import type { Contender, Stage } from '../stage.ts';
import { Meter } from './process-meter.ts';

const restMs = 300;

export interface Measured<Result> {
  readonly result: Result;
  /** Of its server process. */
  readonly cpuMs: number;
  readonly megabytes: number;
  /** Of Redis, which only Onegate asks. */
  readonly redisCpuMs: number;
}

/**
 * Measures everyone once in each round, in turns and beginning with another one each time: what disturbs the machine
 * disturbs all alike, and ratios within a round hold on a noisy machine too. The first round does not count.
 */
export async function rounds<Result>(
  stage: Stage,
  contenders: readonly Contender[],
  count: number,
  measure: (contender: Contender, isTrial: boolean) => Promise<Result>,
): Promise<Map<Contender['name'], Measured<Result>[]>> {
  await stage.warmUp();
  const measured = new Map<Contender['name'], Measured<Result>[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= count; round += 1) {
    const turn = contenders.map((_, index) => contenders[(index + round) % contenders.length]);
    for (const contender of turn.filter((one) => one !== undefined)) {
      const one = await observed(stage, contender, () => measure(contender, round === 0));
      if (round > 0) measured.get(contender.name)?.push(one);
      await pause(restMs);
    }
  }
  return measured;
}

async function observed<Result>(
  stage: Stage,
  { pid }: Contender,
  measure: () => Promise<Result>,
): Promise<Measured<Result>> {
  stage.worker.standStill();
  const own = new Meter([pid]);
  const redis = new Meter([stage.redisPid]);
  try {
    const result = await measure();
    return { result, ...own.stop(), redisCpuMs: redis.stop().cpuMs };
  } finally {
    own.stop();
    redis.stop();
    stage.worker.goOn();
  }
}
