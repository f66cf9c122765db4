import { drive } from '../driver/drive.ts';
import type { FloodResult } from '../driver/jobs.ts';
import { rounds, type Measured } from '../measuring/rounds.ts';
import { median, ratio } from '../measuring/statistics.ts';
import { fixed, whole } from '../measuring/wording.ts';
import type { Row, Scenario } from '../scenario.ts';
import { peopleWithWallets } from '../servers/wallets.ts';
import type { Contender } from '../stage.ts';
import { shortCall } from './prompts.ts';

const connections = 64;

type Callers = { readonly authorizations?: readonly string[] };
type Floods = readonly Measured<FloodResult>[];

export const wallets: Scenario = {
  name: 'wallets',
  about: 'Short calls that all draw on one wallet, and such that draw on a thousand in turn',
  needsPackages: true,
  async run(stage, { rounds: count, seconds, share }) {
    const keys = await peopleWithWallets(stage.onegate, 1_000 * share);
    const people = { authorizations: keys.map((key) => `Bearer ${key}`) };
    const onegate = stage.contenders.filter(({ name }) => name === 'Onegate');
    const flood = async (callers: Callers) => {
      const found = await rounds(stage, onegate, 1, (contender) => call(contender, callers, { seconds }));
      return found.get('Onegate') ?? [];
    };
    // Whoever calls for the first time is looked up in Postgres: that is not what is compared here.
    for (const contender of onegate) await call(contender, people, { seconds: 0, amount: keys.length * 2 });
    const one: Measured<FloodResult>[] = [];
    const thousand: Measured<FloodResult>[] = [];
    for (let round = 0; round < count; round += 1) {
      one.push(...(await flood({})));
      thousand.push(...(await flood(people)));
    }
    return [
      {
        columns: ['calls/s', 'to one wallet', 'CPU a call, µs', 'Redis a call, µs', 'failed'],
        rows: [rowOf('one wallet', one, one), rowOf(`${keys.length} wallets`, thousand, one)],
      },
    ];
  },
};

function call(contender: Contender, callers: Callers, effort: { seconds: number; amount?: number }) {
  const target = { ...contender.target('short', shortCall), ...callers };
  return drive<'flood'>({ kind: 'flood', target, connections, ...effort });
}

function rowOf(what: string, all: Floods, one: Floods): Row {
  const rate = (floods: Floods) => floods.map(({ result }) => result.answered / result.seconds);
  return {
    what,
    figures: [
      whole(median(rate(all))),
      fixed(ratio(rate(all), rate(one)), 2),
      whole(median(all.map(({ result, cpuMs }) => (cpuMs * 1_000) / result.answered))),
      whole(median(all.map(({ result, redisCpuMs }) => (redisCpuMs * 1_000) / result.answered))),
      whole(all.reduce((sum, { result }) => sum + result.failed, 0)),
    ],
  };
}
