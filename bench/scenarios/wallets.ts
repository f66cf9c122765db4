import { drive } from '../driver/drive.ts';
import type { FloodResult } from '../driver/jobs.ts';
import { rounds, type Measured } from '../measuring/rounds.ts';
import { median, ratio } from '../measuring/statistics.ts';
import { fixed, whole } from '../measuring/wording.ts';
import type { Scenario } from '../scenario.ts';
import { peopleWithWallets } from '../servers/wallets.ts';
import type { Contender } from '../stage.ts';
import { shortCall } from './prompts.ts';

const connections = 64;

export const wallets: Scenario = {
  name: 'wallets',
  about: 'Short calls that all draw on one wallet, and such that draw on a thousand in turn',
  needsPackages: true,
  async run(stage, { rounds: count, seconds, share }) {
    const authorizations = (await peopleWithWallets(stage.onegate, 1_000 * share)).map(
      (key) => `Bearer ${key}`,
    );
    const onegate = stage.contenders.filter(({ name }) => name === 'Onegate');
    const flood = (contender: Contender, more: object) => {
      const target = { ...contender.target('short', shortCall), ...more };
      return drive<'flood'>({ kind: 'flood', target, connections, seconds });
    };
    const one: Measured<FloodResult>[] = [];
    const thousand: Measured<FloodResult>[] = [];
    for (let round = 0; round < count; round += 1) {
      const hot = await rounds(stage, onegate, 1, (contender) => flood(contender, {}));
      const many = await rounds(stage, onegate, 1, (contender) => flood(contender, { authorizations }));
      one.push(...(hot.get('Onegate') ?? []));
      thousand.push(...(many.get('Onegate') ?? []));
    }
    const rate = (all: typeof one) => all.map(({ result }) => result.answered / result.seconds);
    const row = (what: string, all: typeof one) => ({
      what,
      figures: [
        whole(median(rate(all))),
        fixed(ratio(rate(all), rate(one)), 2),
        whole(median(all.map(({ result, cpuMs }) => (cpuMs * 1_000) / result.answered))),
        whole(median(all.map(({ result, redisCpuMs }) => (redisCpuMs * 1_000) / result.answered))),
        whole(all.reduce((sum, { result }) => sum + result.failed, 0)),
      ],
    });
    return [
      {
        columns: ['calls/s', 'to one wallet', 'CPU a call, µs', 'Redis a call, µs', 'failed'],
        rows: [row('one wallet', one), row(`${authorizations.length} wallets`, thousand)],
      },
    ];
  },
};
