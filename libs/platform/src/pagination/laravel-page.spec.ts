import { describe, expect, it } from '@jest/globals';
import { laravelPage } from './laravel-page.js';
import { pageWindow } from './page-window.js';
import { pageBounds, pageQuery } from './page.schema.js';

const path = 'https://one.example/api/users';

describe('laravelPage', () => {
  it('is the shape of a LengthAwarePaginator', () => {
    const query = {
      search: 'a b&c',
      page: '2',
      per_page: '2',
      tenant_id: 'all',
      tag: ['x', 'y'],
      none: undefined,
    };
    const page = laravelPage({ rows: ['c', 'd'], total: 5 }, { page: 2, per_page: 2 }, { path, query });
    const url = (n: number) => `${path}?search=a%20b%26c&per_page=2&tenant_id=all&tag=x&tag=y&page=${n}`;
    expect(page).toEqual({
      current_page: 2,
      data: ['c', 'd'],
      first_page_url: url(1),
      from: 3,
      last_page: 3,
      last_page_url: url(3),
      links: [
        { url: url(1), label: '&laquo; Previous', active: false },
        { url: url(1), label: '1', active: false },
        { url: url(2), label: '2', active: true },
        { url: url(3), label: '3', active: false },
        { url: url(3), label: 'Next &raquo;', active: false },
      ],
      next_page_url: url(3),
      path,
      per_page: 2,
      prev_page_url: url(1),
      to: 4,
      total: 5,
    });
  });

  it('has one empty page when there is nothing', () => {
    const page = laravelPage({ rows: [], total: 0 }, { page: 1, per_page: 15 }, { path });
    expect(page).toMatchObject({
      from: null,
      to: null,
      last_page: 1,
      next_page_url: null,
      prev_page_url: null,
    });
    expect(page.first_page_url).toBe(`${path}?page=1`);
    expect(page.links.map(({ label }) => label)).toEqual(['&laquo; Previous', '1', 'Next &raquo;']);
  });

  it('says so behind the last page', () => {
    const page = laravelPage({ rows: [], total: 5 }, { page: 9, per_page: 5 }, { path });
    expect(page).toMatchObject({ current_page: 9, from: null, to: null, last_page: 1, next_page_url: null });
  });

  it('survives half a character in the query', () => {
    const page = laravelPage(
      { rows: [], total: 0 },
      { page: 1, per_page: 5 },
      { path, query: { search: '\uD800' } },
    );
    expect(page.first_page_url).toBe(`${path}?search=%EF%BF%BD&page=1`);
  });

  it('has a gap without an address', () => {
    const { links } = laravelPage({ rows: [1], total: 20 }, { page: 10, per_page: 1 }, { path });
    expect(links.filter(({ label }) => label === '...')).toEqual([
      { url: null, label: '...', active: false },
      { url: null, label: '...', active: false },
    ]);
  });
});

describe('pageWindow', () => {
  it.each([
    [1, 1, '1'],
    [5, 13, '1 2 3 4 5 6 7 8 9 10 11 12 13'],
    [1, 14, '1 2 3 4 5 6 7 8 9 10 ... 13 14'],
    [7, 20, '1 2 3 4 5 6 7 8 9 10 ... 19 20'],
    [8, 20, '1 2 ... 5 6 7 8 9 10 11 ... 19 20'],
    [13, 20, '1 2 ... 10 11 12 13 14 15 16 ... 19 20'],
    [14, 20, '1 2 ... 11 12 13 14 15 16 17 18 19 20'],
    [20, 20, '1 2 ... 11 12 13 14 15 16 17 18 19 20'],
  ])('on page %s of %s shows %s', (current, last, shown) => {
    expect(pageWindow(current, last).join(' ')).toBe(shown);
  });
});

describe('pageQuery', () => {
  it.each([
    [{}, { page: 1, per_page: 15 }],
    [
      { page: '3', per_page: '50' },
      { page: 3, per_page: 50 },
    ],
    [
      { page: 2, per_page: 5 },
      { page: 2, per_page: 5 },
    ],
    [
      { page: '', per_page: null },
      { page: 1, per_page: 15 },
    ],
    [{ per_page: '1000' }, { page: 1, per_page: 100 }],
  ])('reads %j as %j', (query, read) => {
    expect(pageQuery.parse(query)).toEqual(read);
  });

  it.each([
    { page: 'abc' },
    { page: '0' },
    { page: '-1' },
    { page: '1.5' },
    { page: '1e9' },
    { page: '999999999' },
    { per_page: '0' },
    { per_page: 'all' },
    { page: ['1', '2'] },
  ])('refuses %j', (query) => {
    expect(pageQuery.safeParse(query).success).toBe(false);
  });

  it('becomes skip and take', () => {
    expect(pageBounds({ page: 3, per_page: 15 })).toEqual({ skip: 30, take: 15 });
  });
});
