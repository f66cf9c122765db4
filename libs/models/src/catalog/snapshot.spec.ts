import { describe, expect, it } from '@jest/globals';
import { NameIndex } from '../names/name-index.js';
import { lowerName, plainName } from '../names/plain-name.js';
import { missingPrices } from './catalog-model.js';
import { fromSnapshot } from './snapshot.schema.js';
import { snapshotModels } from './snapshot.js';

const models = snapshotModels();

describe('the snapshot', () => {
  it('is sorted, without doubles, and each model can be charged', () => {
    const slugs = models.map(({ slug }) => lowerName(slug));
    expect(slugs).toEqual([...new Set(slugs)].toSorted((a, b) => (a < b ? -1 : 1)));
    expect(models.filter((model) => missingPrices(model).length > 0)).toEqual([]);
    expect(models.length).toBeGreaterThan(100);
  });

  it('has aliases that mean one model each, and no name of another', () => {
    const names = models.flatMap(({ aliases = [] }, modelId) =>
      aliases.map((alias) => ({ alias, normal: plainName(alias), modelId })),
    );
    expect(new Set(names.map(({ normal }) => normal)).size).toBe(names.length);
    const named = models.map((row, id) => ({ id, slug: row.slug, canonicalSlug: null, isCallable: true }));
    const withoutAliases = new NameIndex(named, []);
    const taken = names.filter(
      ({ alias, modelId }) => (withoutAliases.ownerOf(alias) ?? modelId) !== modelId,
    );
    expect(taken).toEqual([]);
  });

  it('becomes a source’s model', () => {
    const row = models.find(({ slug }) => slug === 'google/gemini-2.5-pro');
    expect(row && fromSnapshot(row)).toMatchObject({
      vendor: 'google',
      price: { prices: { input: '0.00000125' }, tiers: [{ min_prompt_tokens: 200_000 }] },
    });
  });
});
