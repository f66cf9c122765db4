import { createRequire } from 'node:module';
import path from 'node:path';
import { longestSuites } from './longest-suites.ts';

interface Suite {
  readonly path: string;
}

/** What we use of Jest's sequencer; its types are those of another kind of module than it is. */
interface Sequencer {
  sort(suites: Suite[]): Suite[];
}
const load = createRequire(import.meta.url);
const { default: JestSequencer } = load('@jest/test-sequencer') as {
  default: new (...given: unknown[]) => Sequencer;
};

const root = path.join(import.meta.dirname, '../../..');

/**
 * Jest begins with the suites that took longest the last time. In a fresh checkout it does not know: it begins with the
 * largest files, and at the end one worker had a suite of a minute and a half before it and three had none.
 */
export default class LongestFirst extends JestSequencer {
  override sort(suites: Suite[]): Suite[] {
    return super.sort(suites).toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ path: file }: Suite): number {
  const place = longestSuites.indexOf(path.relative(root, file));
  return place === -1 ? longestSuites.length : place;
}
