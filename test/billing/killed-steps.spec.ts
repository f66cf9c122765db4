import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { releaseJobs } from './kills/dead-worker.ts';
import { MortalProcess, patience } from './kills/mortal-process.ts';
import { mortalTales, type Tale } from './kills/mortal-tales.ts';
import { StepGate } from './kills/step-gate.ts';
import { StripeHouse } from './stripe/stripe-house.ts';
import { until } from '../setup/until.ts';

let house: StripeHouse;

beforeEach(async () => {
  house = await StripeHouse.open();
}, patience);
afterEach(() => house.close(), patience);

/** Kills the process at its first step, a new one at the second of the next tale, until one was not to be killed any more. */
async function killAtEveryStep(newTale: () => Promise<Tale>): Promise<string[]> {
  const gate = new StepGate();
  gate.guardStripe(house.stripe);
  const deaths: string[] = [];
  let mortal: MortalProcess | undefined;
  for (let step = 1; ; step += 1) {
    const tale = await newTale();
    mortal ??= await MortalProcess.start(house, tale.app, gate);
    gate.closeAt(step);
    const beginning = tale.begin(mortal.url).catch(() => null);
    await until('the step or the end', async () => gate.closedAt ?? (await tale.isOver()), patience / 2);
    const death = gate.closedAt;
    await mortal.kill();
    await beginning;
    gate.open();
    await releaseJobs(house);
    mortal = death === null ? undefined : await MortalProcess.start(house, tale.app, gate);
    await tale.goOn();
    await tale.check();
    if (death === null) return deaths;
    deaths.push(death);
  }
}

describe('a process that is killed at any of its steps', () => {
  it(
    'of opening a checkout leaves pages that count, whichever is paid',
    async () => {
      const deaths = await killAtEveryStep(() => mortalTales(house).checkout());
      expect(deaths).toContain('POST /v1/checkout/sessions is answered');
    },
    patience,
  );
  it('of taking in that a checkout was paid grants it once', async () => {
    const deaths = await killAtEveryStep(() => mortalTales(house).webhook());
    expect(deaths.join()).toContain('ledger_entries');
  }, patience);
  it('of a purchase has taken what is granted', async () => {
    const deaths = await killAtEveryStep(() => mortalTales(house).purchase());
    expect(deaths).toContain('POST /v1/payment_intents is answered');
  }, patience);
  it('of a top-up has topped up once', async () => {
    const deaths = await killAtEveryStep(() => mortalTales(house).topUp());
    console.error(deaths);
    expect(deaths).toContain('POST /v1/payment_intents is answered');
  }, patience);
  it('of a renewal has renewed once', async () => {
    const admin = await house.admin();
    const plan = await admin.post<{ public_id: string }>('/api/plans', {
      name: 'solo',
      display_name: 'Solo',
      type: 'individual',
      interval: 'monthly',
      price_per_seat_cents: 2_000,
      included_credit_cents: 1_000,
    });
    const deaths = await killAtEveryStep(() => mortalTales(house).renewal(plan.body.public_id));
    console.error(deaths);
    expect(deaths).toContain('POST /v1/payment_intents is answered');
  }, patience);
});
