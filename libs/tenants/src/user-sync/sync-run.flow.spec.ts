import { describe, expect, it } from '@jest/globals';
import { mayGo, statesUnderWay, syncRunFlow, type SyncRunState } from './sync-run.flow.js';

const states = Object.keys(syncRunFlow) as SyncRunState[];

describe('the flow of a sync run', () => {
  it('leads nowhere that is not a state', () => {
    for (const next of Object.values(syncRunFlow).flat()) expect(states).toContain(next);
  });

  it('never applies what was not listed, and changes nobody while it waits for a person', () => {
    expect(states.filter((state) => mayGo(state, 'applying'))).toEqual(['listing', 'applying']);
    expect(mayGo('needs-confirmation', 'applying')).toBe(false);
  });

  it('can fail from wherever there is work to do, and ends for good', () => {
    for (const state of statesUnderWay) expect(mayGo(state, 'failed')).toBe(true);
    for (const state of ['completed', 'failed', 'superseded'] as const)
      expect(syncRunFlow[state]).toEqual([]);
  });
});
