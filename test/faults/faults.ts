import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Books } from './books.ts';
import type { Chance } from './chance.ts';
import type { FaultHouse } from './fault-house.ts';
import type { Part } from './part.ts';

/** Something that goes wrong at a moment of a round. */
export interface Fault {
  readonly name: string;
  readonly atMillis: number;
  /** How long it lasts. */
  readonly forMillis: number;
  /** Two that concern the same process do not happen in one round. */
  readonly concerns: string;
  /** The API that ends with the calls it has. */
  readonly endsApi: number | null;
  readonly happen: (forMillis: number) => Promise<void>;
}

export type Kind = Omit<Fault, 'atMillis' | 'forMillis'>;

const longest = 600;
/** Longer than a process is believed to live without a sign. */
const frozenMillis = 1_500;

export function faultKinds(house: FaultHouse, books: Books): Kind[] {
  const { apis, workers, postgres } = house.parts;
  return [
    ...apis.flatMap((api, index) => appKinds(api, index)),
    ...workers.flatMap((worker) => appKinds(worker, null)),
    ...serverKinds(postgres, {
      kill: killed(postgres),
      'kill again': killed(postgres),
      'lock the tables of': () => books.lockFor(frozenMillis),
    }),
    ...redisKinds(house, books),
  ];
}

function appKinds(app: Part, ended: number | null): Kind[] {
  const { name } = app;
  return [
    { name: `kill ${name}`, concerns: name, endsApi: ended, happen: endedBy(app, () => app.kill()) },
    { name: `stop ${name}`, concerns: name, endsApi: ended, happen: endedBy(app, () => app.stop()) },
    { name: `freeze ${name}`, concerns: name, endsApi: null, happen: frozen(app) },
  ];
}

function redisKinds(house: FaultHouse, books: Books): Kind[] {
  const { redis } = house.parts;
  const data = path.join(house.folder, 'redis', 'appendonlydir');
  return serverKinds(redis, {
    kill: killed(redis),
    empty: async () => void (await books.redis.flushall()),
    'kill and empty': killed(redis, () => rmSync(data, { recursive: true, force: true })),
    'set back': setBack(redis, data),
    freeze: frozen(redis),
  });
}

function serverKinds({ name }: Part, happenings: Readonly<Record<string, Happen>>): Kind[] {
  return Object.entries(happenings).map(([what, happen]) => ({
    name: `${what} ${name}`,
    concerns: name,
    endsApi: null,
    happen,
  }));
}

/** Up to three of them, at any moment while calls are under way. */
export function plannedFaults(chance: Chance, kinds: readonly Kind[], spanMillis: number): Fault[] {
  const drawn = Array.from({ length: chance.between(1, 3) }, () => ({
    ...chance.oneOf(kinds),
    atMillis: chance.between(50, spanMillis + 300),
    forMillis: chance.between(0, longest),
  }));
  return [...new Map(drawn.map((fault) => [fault.concerns, fault])).values()];
}

type Happen = Fault['happen'];

function killed(part: Part, meanwhile: () => void = () => {}): Happen {
  return async (forMillis) => {
    await part.kill();
    meanwhile();
    await pause(forMillis);
    await part.start();
  };
}

/** An app takes a while to come back; the round goes on without it. */
function endedBy(app: Part, end: () => Promise<void>): Happen {
  return async (forMillis) => {
    if (!app.isUp) return;
    await end();
    await pause(forMillis);
    app.revive();
  };
}

function frozen(part: Part): Happen {
  return async () => {
    if (!part.isUp) return;
    part.freeze();
    await pause(frozenMillis);
    part.wake();
  };
}

/** What was written in a short while is lost, as when the power fails or a replica takes over. */
function setBack(part: Part, data: string): Happen {
  return async (forMillis) => {
    const before = `${data}.before`;
    rmSync(before, { recursive: true, force: true });
    cpSync(data, before, { recursive: true });
    await pause(forMillis);
    await part.kill();
    rmSync(data, { recursive: true, force: true });
    cpSync(before, data, { recursive: true });
    await part.start();
  };
}
