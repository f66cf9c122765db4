import type { Stage } from './stage.ts';

export interface Row {
  readonly what: string;
  readonly figures: readonly string[];
}

/** What a scenario found, as a table of the report. */
export interface Table {
  readonly title?: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** Sentences below it: goals and whether they are reached. */
  readonly notes?: readonly string[];
}

export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
  /** A share of the amounts that a scenario works with: 1 for the real ones. */
  readonly share: number;
  /** Whether there is all that comes with the packages of the benchmark. */
  readonly hasPackages: boolean;
}

export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** Left out of a run of all: it is long, and asked for by its name. */
  readonly isByNameOnly?: boolean;
  /** Cannot do without the packages of the benchmark. */
  readonly needsPackages?: boolean;
  run(stage: Stage, effort: Effort): Promise<Table[]>;
}
