import { fixed, goal } from '../measuring/wording.ts';
import type { Scenario } from '../scenario.ts';
import type { Contender } from '../stage.ts';
import { addedLatency } from './added-latency.ts';
import { shortCall } from './prompts.ts';
import { throughput } from './throughput.ts';

const goals = { toYardstick: 0.75, toPortkey: 6 };

export const short: Scenario = {
  name: 'short',
  about:
    'A short call: how many a second go through one process, and what it adds at 100 and at 500 a second',
  async run(stage, effort) {
    const targetOf = (contender: Contender) => contender.target('short', shortCall);
    const latency = await addedLatency(stage, effort, stage.contenders, targetOf);
    if (!effort.hasPackages) return [latency];
    const relays = stage.contenders.filter(({ name }) => name !== 'provider');
    const { table, toYardstick, toPortkey } = await throughput(stage, effort, relays, targetOf);
    const notes = [
      goal(
        `${fixed(toYardstick, 2)} of the yardstick, ${goals.toYardstick} wanted`,
        toYardstick >= goals.toYardstick,
      ),
      goal(`${fixed(toPortkey, 1)} times Portkey, ${goals.toPortkey} wanted`, toPortkey >= goals.toPortkey),
    ];
    return [{ ...table, notes: [...(table.notes ?? []), ...notes] }, latency];
  },
};
