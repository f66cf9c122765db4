import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** The figures of one process as they travel to another one. */
export type Figures = MetricObjectWithValues<MetricValue<string>>[];

/** What the keeper says to a process. */
export type KeeperMessage =
  /** All of the application stops. */
  | { readonly kind: 'stop' }
  /** Another process has taken its place. */
  | { readonly kind: 'leave' }
  | { readonly kind: 'tell-figures'; readonly ask: number }
  | { readonly kind: 'all-figures'; readonly ask: number; readonly text: string | null };

/** What a process says to its keeper. */
export type ProcessMessage =
  /** `ask` is 0 for the last figures before it ends. */
  | { readonly kind: 'figures'; readonly ask: number; readonly figures: Figures }
  | { readonly kind: 'ask-all-figures'; readonly ask: number };
