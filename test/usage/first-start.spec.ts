import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { UsageStream } from '@onegate/usage';
import { Redis } from 'ioredis';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';

const lines: string[] = [];
let installation: Installation;

beforeAll(async () => {
  installation = await Installation.create({ log: { write: (line: string) => void lines.push(line) } });
});
afterAll(() => installation.close());

it('the ingest is at work at once before a Redis without a stream of usage events, and warns of nothing', async () => {
  const worker = await installation.worker();
  const { key } = worker.get(UsageStream);
  const hasGroup = async (): Promise<boolean> => {
    const groups = await worker
      .get(Redis)
      .xinfo('GROUPS', key)
      .catch(() => []);
    return JSON.stringify(groups).includes('"ingest"');
  };
  await until('the group of the ingest', hasGroup);
  expect(lines.filter((line) => line.includes('The ingest of usage events has to wait'))).toEqual([]);
});
