import type { Scenario } from '../scenario.ts';
import { fallback, prompt, translation } from './calls.ts';
import { manyStreams } from './many-streams.ts';
import { memory } from './memory.ts';
import { short } from './short.ts';
import { startUp } from './start-up.ts';
import { stream } from './stream.ts';
import { models, users } from './syncs.ts';
import { ingest, statistics } from './usage.ts';
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
  ingest,
  statistics,
  users,
  models,
  startUp,
  memory,
];
