import type { Scenario } from '../scenario.ts';
import { fallback, prompt, translation } from './calls.ts';
import { manyStreams } from './many-streams.ts';
import { short } from './short.ts';
import { stream } from './stream.ts';
import { wallets } from './wallets.ts';

/** In the order in which they are run. */
export const scenarios: readonly Scenario[] = [
  short,
  prompt,
  stream,
  manyStreams,
  wallets,
  translation,
  fallback,
];
