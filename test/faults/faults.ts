import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import type { FaultHouse } from './fault-house.ts';
import type { Part } from './part.ts';

/** Something that goes wrong at a moment of a round. */
export interface Fault {
  readonly name: string;
  readonly atMillis: number;
  /** How long it lasts. */
  readonly forMillis: number;
  /** The API that ends with the calls it has. */
  readonly endsApi: number | null;
  readonly happen: (forMillis: number) => Promise<void>;
}

type Kind = Omit<Fault, 'atMillis' | 'forMillis'>;

export function faultKinds({ parts, ...house }: FaultHouse): Kind[] {
  void house;
  const { apis, worker, postgres } = parts;
  return [
    ...apis.flatMap((api, index) => [{ name: `kill ${api.name}`, endsApi: index, happen: killed(api) }]),
    { name: 'kill worker', endsApi: null, happen: killed(worker) },
    { name: 'kill postgres', endsApi: null, happen: killed(postgres) },
  ];
}

/** Up to three of them, at any moment while calls are under way. */
export function plannedFaults(chance: Chance, kinds: readonly Kind[], spanMillis: number): Fault[] {
  const chosen = new Set(Array.from({ length: chance.between(1, 3) }, () => chance.oneOf(kinds)));
  return [...chosen].map((kind) => ({
    ...kind,
    atMillis: chance.between(50, spanMillis + 200),
    forMillis: chance.between(0, 600),
  }));
}

function killed(part: Part): Fault['happen'] {
  return async (forMillis) => {
    await part.kill();
    await pause(forMillis);
    await part.start();
  };
}
