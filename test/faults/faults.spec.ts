import { afterAll, beforeAll, it } from '@jest/globals';
import { Books } from './books.ts';
import { Chance } from './chance.ts';
import { FaultHouse } from './fault-house.ts';
import { faultKinds, plannedFaults } from './faults.ts';
import { settlePeople, type People } from './people.ts';
import { plannedCalls } from './planned-call.ts';
import { play, reconcile } from './round.ts';

const seed = Number(process.env['ONEGATE_FAULT_SEED'] ?? Date.now() % 1_000_000_000);
const rounds = Number(process.env['ONEGATE_FAULT_ROUNDS'] ?? 5);
const roundMs = 60_000;
const callsARound = 30;
const spanMillis = 1_200;

let house: FaultHouse;
let people: People;
let books: Books;

beforeAll(async () => {
  house = await FaultHouse.open();
  people = await settlePeople(house);
  books = new Books(house);
}, 120_000);
afterAll(async () => {
  await books?.close();
  await house?.close();
}, 60_000);

const codeOf = (text: string) =>
  / *"(?:code|type)": ?"([a-z_.]+)"/.exec(text.slice(0, 2000).replaceAll('"type":"error"', ''))?.[1] ?? '';

it(
  `${rounds} rounds of calls and faults leave the books right (seed ${seed})`,
  async () => {
    const chance = new Chance(seed);
    const kinds = faultKinds(house, books);
    for (let round = 1; round <= rounds; round += 1) {
      const of = chance.branch();
      const prefix = `s${seed}r${round}`;
      const faults = plannedFaults(of, kinds, spanMillis);
      const calls = plannedCalls(of, people.keys, { prefix, count: callsARound, spanMillis });
      await books.forgetServed();
      const startedAt = Date.now();
      const played = await play(house, calls, faults);
      const playedAt = Date.now();
      await reconcile(books, played, prefix);
      const counts = Map.groupBy(
        played.records,
        ({ outcome, status, text }) => `${outcome} ${status ?? ''}${codeOf(text)}`,
      );
      const told = [...counts].map(([name, of]) => `${name}: ${of.length}`).join(', ');
      process.stderr.write(
        `round ${round} of ${seed}: ${faults.map((f) => `${f.name} at ${f.atMillis} for ${f.forMillis}`).join(' + ')}; ${told}; ${playedAt - startedAt} + ${Date.now() - playedAt} ms\n`,
      );
    }
  },
  rounds * roundMs,
);
