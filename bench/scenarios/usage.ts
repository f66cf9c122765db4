import { fixed, goal, whole } from '../measuring/wording.ts';
import type { Scenario } from '../scenario.ts';
import { Onegate } from '../servers/onegate.ts';
import { usageLoad } from '../servers/usage-load.ts';

const eventsToIngest = 60_000;
const eventsASecond = 5_000;
const eventsOfHistory = 10_000_000;
const mostMillis = 50;

export const ingest: Scenario = {
  name: 'ingest',
  about: 'Usage events through the stream into events, ledger and sums, by one worker process',
  async run(stage, { share }) {
    const onegate = await Onegate.setUp(await stage.place('ingest'));
    const said = await usageLoad(onegate, 'ingest', eventsToIngest * share);
    const figure = Number(/: (\d+) a second/.exec(said)?.[1]);
    return [
      {
        columns: ['events', 'events/s'],
        rows: [{ what: 'one worker', figures: [whole(eventsToIngest * share), whole(figure)] }],
        notes: [goal(`${whole(figure)} of ${whole(eventsASecond)} a second`, figure >= eventsASecond)],
      },
    ];
  },
};

export const statistics: Scenario = {
  name: 'statistics',
  about:
    'Every page of statistics at ten million events of ninety days; making them takes a quarter of an hour',
  isByNameOnly: true,
  async run(stage, { share }) {
    const onegate = await Onegate.setUp(await stage.place('statistics'));
    await usageLoad(onegate, 'history', eventsOfHistory * share);
    const api = await onegate.api();
    const said = await usageLoad(onegate, 'statistics', 0, api.url);
    await onegate.stop();
    const pages = [...said.matchAll(/^ *([\d.]+) ms {2}(.+)$/gm)].map(([, millis, page]) => ({
      what: `\`${String(page).replaceAll('|', ' ')}\``,
      millis: Number(millis),
    }));
    const slow = pages.filter(({ millis }) => millis > mostMillis).length;
    return [
      {
        columns: ['median, ms'],
        rows: pages.map(({ what, millis }) => ({ what, figures: [fixed(millis, 1)] })),
        notes: [goal(`${pages.length - slow} of ${pages.length} pages within ${mostMillis} ms`, slow === 0)],
      },
    ];
  },
};
