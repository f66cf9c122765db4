import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import { isObject } from '../../json/json-object.js';

const place = 'onegate';
const cited: SharedV4ProviderMetadata = { [place]: { isCited: true } };

/**
 * Whether an answer in OpenAI's words cites pages: the package for those who copy OpenAI does not tell, and a search that
 * is not counted is known by nothing else.
 */
export const citedPages = {
  extractMetadata: ({ parsedBody }: { parsedBody: unknown }) =>
    Promise.resolve(citesPages(parsedBody) ? cited : undefined),
  createStreamExtractor: () => {
    let isCited = false;
    return {
      processChunk: (chunk: unknown) => {
        isCited ||= citesPages(chunk);
      },
      buildMetadata: () => (isCited ? cited : undefined),
    };
  },
};

export function isCitedIn(metadata: SharedV4ProviderMetadata | undefined): boolean {
  return metadata?.[place]?.['isCited'] === true;
}

function citesPages(answer: unknown): boolean {
  return listIn(answer, 'choices').some((choice) => {
    const { message, delta } = isObject(choice) ? choice : {};
    return listIn(message ?? delta, 'annotations').some(
      (one) => isObject(one) && one['type'] === 'url_citation',
    );
  });
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = isObject(value) ? value[name] : undefined;
  return Array.isArray(list) ? list : [];
}
