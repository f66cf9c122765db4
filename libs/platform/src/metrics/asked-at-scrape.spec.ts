import { expect, it } from '@jest/globals';
import { Gauge, Registry } from 'prom-client';
import { askedAtScrape } from './asked-at-scrape.js';

it('tells what it is told, and leaves out what cannot be had while the others are told', async () => {
  const registry = new Registry();
  const registers = [registry];
  let isAway = false;
  const ask = async (value: number): Promise<number> => {
    if (isAway) throw new Error('Away');
    return value;
  };
  const gauges = [
    new Gauge({
      name: 'plain',
      help: 'h',
      registers,
      collect: askedAtScrape(async (gauge) => gauge.set(await ask(3))),
    }),
    new Gauge({
      name: 'labelled',
      help: 'h',
      labelNames: ['of'],
      registers,
      collect: askedAtScrape(async (gauge) => gauge.set({ of: 'it' }, await ask(4))),
    }),
    new Gauge({ name: 'own', help: 'h', registers }),
  ];
  gauges[2]?.set(5);
  const values = async () => (await registry.metrics()).split('\n').filter((line) => /^[^#]/.test(line));
  expect(await values()).toEqual(['plain 3', 'labelled{of="it"} 4', 'own 5']);
  isAway = true;
  expect(await values()).toEqual(['own 5']);
});
