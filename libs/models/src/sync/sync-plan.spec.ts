import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fingerprintOf } from '../prices/price-change.js';
import { readRow } from './openrouter-row.js';
import { planExpired, planSync, type KnownModel } from './sync-plan.js';

const now = new Date('2026-05-01T12:00:00Z');
const conditions = { now, acceptsVanished: false };
const pricing = { prompt: '0.000002', completion: '0.00001' };

function told(slug: string, more: object = {}) {
  const read = readRow({ id: slug, name: slug, pricing, ...more });
  if ('reason' in read) throw new Error(read.reason);
  return read.model;
}

function known(slug: string, more: Partial<KnownModel> = {}): KnownModel {
  const { price } = told(slug);
  const current = { ...price, fingerprint: fingerprintOf(price), origin: 'openrouter' } as const;
  return {
    id: slug.length,
    slug,
    source: 'openrouter',
    state: 'active',
    expiresOn: null,
    pending: null,
    refused: [],
    current,
    ...more,
  };
}

const answer = (...models: ReturnType<typeof told>[]) => ({
  models,
  skipped: [],
  listed: new Set(models.map(({ slug }) => slug)),
  isWhole: true,
});

describe('planSync', () => {
  it('leaves models of other sources where the list does not have them', () => {
    const others = [known('a/one', { source: 'snapshot' }), known('a/two', { source: 'manual' })];
    expect(planSync(others, answer(told('a/three')), conditions).vanished).toEqual([]);
  });

  it('takes a model of the snapshot over, and never one that is kept by hand', () => {
    const before = [known('a/one', { source: 'snapshot' }), known('a/two', { source: 'manual' })];
    const plan = planSync(before, answer(told('a/one'), told('a/two')), conditions);
    expect(plan.models.map(({ model }) => model.slug)).toEqual(['a/one']);
    expect(plan.skipped).toEqual([{ id: 'a/two', reason: 'The model is kept by hand' }]);
  });

  it('says which state a last day means', () => {
    const days = ['2026-05-01', '2026-04-30', '2026-05-02'].map((day, at) =>
      told(`a/m${at}`, { expiration_date: day }),
    );
    const { models } = planSync([], answer(...days), conditions);
    expect(models.map(({ state }) => state)).toEqual(['deprecated', 'gone', 'deprecated']);
  });

  it('lets a vanished model whose last day has passed be gone', () => {
    const gone = known('a/gone', { expiresOn: '2026-04-30' });
    const plan = planSync([gone, known('a/stays')], answer(told('a/stays')), conditions);
    expect(plan.vanished).toEqual([{ id: gone.id, slug: 'a/gone', state: 'gone' }]);
  });

  it('finds models whatever the case of their slug', () => {
    const plan = planSync([known('Acme/One')], answer(told('acme/one')), conditions);
    expect(plan).toMatchObject({ vanished: [], prices: [], settled: ['acme/one'] });
  });

  it('never lets more than a share vanish unasked, and nothing from a list that is not whole', () => {
    const size = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(
        size,
        fc.nat({ max: 60 }),
        fc.boolean(),
        fc.boolean(),
        (count, missing, isWhole, accepts) => {
          const before = Array.from({ length: count }, (_, at) => known(`a/m${at}`, { id: at + 1 }));
          const listed = before.slice(missing).map(({ slug }) => told(slug));
          const list = { ...answer(...listed), isWhole };
          const plan = planSync(before, list, { now, acceptsVanished: accepts });
          const away = Math.min(missing, count);
          expect(plan.vanished.length + plan.vanishedHeldBack.length).toBe(away);
          if (!isWhole) expect(plan.vanished).toEqual([]);
          else if (accepts || away <= 2) expect(plan.vanished).toHaveLength(away);
          else expect(plan.vanished.length).toBeLessThanOrEqual(count * 0.2);
        },
      ),
    );
  });

  it('decides each price once: written, held back, refused or the same', () => {
    const moved = told('a/moved', { pricing: { ...pricing, prompt: '0.000003' } });
    const jumped = told('a/jumped', { pricing: { ...pricing, prompt: '0.1' } });
    const refused = told('a/refused', { pricing: { ...pricing, prompt: '0.1' } });
    const before = [
      known('a/moved'),
      known('a/jumped'),
      known('a/same'),
      known('a/refused', { refused: [fingerprintOf(refused.price)] }),
    ];
    const plan = planSync(before, answer(moved, jumped, told('a/same'), refused, told('a/new')), conditions);
    expect(plan.prices.map(({ slug }) => slug)).toEqual(['a/moved', 'a/new']);
    expect(plan.held.map(({ slug }) => slug)).toEqual(['a/jumped']);
    expect(plan.settled).toEqual(['a/moved', 'a/same', 'a/refused', 'a/new']);
  });
});

describe('planExpired', () => {
  it('ends models on the day after their last one, once', () => {
    const models = [
      known('a/past', { expiresOn: '2026-04-30' }),
      known('a/today', { expiresOn: '2026-05-01' }),
      known('a/gone', { expiresOn: '2026-04-30', state: 'gone' }),
    ];
    expect(planExpired(models, now).map(({ slug }) => slug)).toEqual(['a/past']);
  });
});
