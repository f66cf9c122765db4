import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NameIndex, type NamedModel } from './name-index.js';

const slugs = [
  'openai/gpt-4o',
  'openai/gpt-4o:extended',
  'openai/gpt-4o-2024-05-13',
  'openai/gpt-4o-mini',
  'openai/gpt-5-chat',
  'anthropic/claude-sonnet-4.6',
  'anthropic/claude-opus-4',
  'anthropic/claude-3.5-haiku',
  'google/gemini-2.0-flash-001',
  'mistralai/mistral-large',
  'mistralai/mistral-large-2512',
  'mistralai/codestral-2508',
  'one/twin',
  'two/twin',
];
const models: NamedModel[] = slugs.map((slug, id) => ({
  id,
  slug,
  canonicalSlug: slug === 'openai/gpt-4o:extended' ? 'openai/gpt-4o' : slug,
  isCallable: true,
}));
const index = new NameIndex(models, [
  { normal: 'opus-4', modelId: slugs.indexOf('anthropic/claude-opus-4') },
]);
const slugOf = (name: string) => slugs[index.resolve(name) ?? -1] ?? null;

describe('NameIndex', () => {
  it.each([
    ['openai/gpt-4o', 'openai/gpt-4o'],
    ['OpenAI/GPT-4o', 'openai/gpt-4o'],
    ['gpt-4o-mini', 'openai/gpt-4o-mini'],
    ['GPT-4o', 'openai/gpt-4o'],
    ['gpt-4o:extended', 'openai/gpt-4o:extended'],
    ['gpt-4o-2024-05-13', 'openai/gpt-4o-2024-05-13'],
    ['gpt-4o-2024-08-06', 'openai/gpt-4o'],
    ['gpt-4o-mini-2024-07-18', 'openai/gpt-4o-mini'],
    ['GPT-5-Chat-Latest', 'openai/gpt-5-chat'],
    ['Opus-4', 'anthropic/claude-opus-4'],
    ['claude-sonnet-4-6', 'anthropic/claude-sonnet-4.6'],
    ['claude-sonnet-4.6', 'anthropic/claude-sonnet-4.6'],
    ['claude-sonnet-4-6-20260217', 'anthropic/claude-sonnet-4.6'],
    ['claude-opus-4@20250514', 'anthropic/claude-opus-4'],
    ['claude-3-5-haiku-latest', 'anthropic/claude-3.5-haiku'],
    ['models/gemini-2.0-flash', 'google/gemini-2.0-flash-001'],
    ['gemini/gemini-2.0-flash', 'google/gemini-2.0-flash-001'],
    ['mistral-large-latest', 'mistralai/mistral-large'],
    ['mistral/mistral-large', 'mistralai/mistral-large'],
    ['codestral', 'mistralai/codestral-2508'],
    ['  Codestral-latest ', 'mistralai/codestral-2508'],
  ])('takes %s for %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it.each(['twin', 'cline-pass/gpt-4o', 'gpt-4', '', '/', 'gpt-4o-mini-mini', 'toString'])(
    'knows no model %j',
    (name) => {
      expect(slugOf(name)).toBeNull();
    },
  );

  it('gives a derived name to the one of two models that can be called', () => {
    const [one, two] = models.slice(-2);
    const now = new NameIndex([{ ...one, isCallable: false } as NamedModel, two as NamedModel], []);
    expect(now.resolve('twin')).toBe(two?.id);
  });

  it('keeps a slug for its model, whatever aliases say', () => {
    const taken = new NameIndex(models, [{ normal: 'openai/gpt-4o', modelId: 3 }]);
    expect(taken.resolve('openai/gpt-4o')).toBe(0);
  });

  it('finds each slug in any case, and never fails on garbage', () => {
    const cased = fc.constantFrom(...slugs).chain((slug) =>
      fc.array(fc.boolean(), { minLength: slug.length, maxLength: slug.length }).map((upper) => ({
        slug,
        name: Array.from(slug, (char, at) => (upper[at] ? char.toUpperCase() : char)).join(''),
      })),
    );
    fc.assert(fc.property(cased, ({ slug, name }) => slugOf(name) === slug));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => slugOf(text) !== undefined));
  });
});
