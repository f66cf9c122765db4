import type { CatalogModel } from '@onegate/models';

/**
 * Writes a list of models once for each state of the catalog, which stays the same array until something changes: public
 * lists are asked for often and cost no more than sending a text.
 */
export function renderedOnce(
  render: (models: readonly CatalogModel[]) => unknown,
): (models: readonly CatalogModel[]) => string {
  const texts = new WeakMap<readonly CatalogModel[], string>();
  return (models) => {
    const known = texts.get(models);
    if (known !== undefined) return known;
    const text = JSON.stringify(render(models));
    texts.set(models, text);
    return text;
  };
}

/** For routes that answer JSON which is written already. */
export const jsonType = 'application/json; charset=utf-8';
