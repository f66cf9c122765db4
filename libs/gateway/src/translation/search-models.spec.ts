import { describe, expect, it } from '@jest/globals';
import { isSearchModel, refusedFields } from './search-models.js';

describe('Search models', () => {
  it.each(['gpt-4o-search-preview', 'gpt-4o-mini-search-preview-2025-03-11', 'gpt-5-search-api'])(
    '%s is one',
    (name) => {
      expect(isSearchModel(name)).toBe(true);
    },
  );

  it('refuse what most clients send', () => {
    const body = { model: 'x', temperature: 1, top_p: 1, n: 1, presence_penalty: 0, web_search_options: {} };
    expect(refusedFields('gpt-4o-search-preview', body)).toEqual([
      'temperature',
      'top_p',
      'n',
      'presence_penalty',
    ]);
    expect(refusedFields('gpt-4o', body)).toEqual([]);
  });
});
