import { Injectable } from '@nestjs/common';
import { freshAccount, type AccountState } from './account-state.js';
import { RouteStates } from './route-states.js';
import { standingOf, type CallAsk } from './standing.js';

/** Younger states are used as they are; older ones too, while fresh ones are fetched. */
const freshForMillis = 250;
/** Older states are not used. */
const usableForMillis = 3_000;

interface Snapshot {
  readonly state: AccountState;
  readonly readAt: number;
}

/**
 * What this process last read of the accounts' states, so that choosing among them asks nobody. It may be a moment old:
 * who takes a place asks Redis, and learns there when the choice was wrong.
 */
@Injectable()
export class StateSnapshots {
  private readonly snapshots = new Map<number, Snapshot>();
  private readonly reads = new Map<number, Promise<AccountState>>();
  /** How far Redis' clock is ahead of ours. */
  private ahead = 0;

  constructor(private readonly states: RouteStates) {}

  async of(accountIds: readonly number[]): Promise<Map<number, AccountState>> {
    const states = await Promise.all(accountIds.map(async (id) => this.stateOf(id)));
    return new Map(accountIds.map((id, index) => [id, states[index] ?? freshAccount(0)]));
  }

  /** The moment by the clock that the states go by. */
  now(): number {
    return Date.now() + this.ahead;
  }

  /** What this process did itself counts at once. */
  noteInFlight(accountId: number, change: 1 | -1): void {
    const snapshot = this.snapshots.get(accountId);
    if (!snapshot) return;
    const inFlight = Math.max(0, snapshot.state.inFlight + change);
    this.snapshots.set(accountId, { ...snapshot, state: { ...snapshot.state, inFlight } });
  }

  /** Whether it is certain, as far as that was read lately, that the account is well and not being tried. */
  knowsWell(accountId: number, ask: CallAsk): boolean {
    const snapshot = this.snapshots.get(accountId);
    if (!snapshot || performance.now() - snapshot.readAt >= freshForMillis) return false;
    const standing = standingOf(snapshot.state, ask, this.now());
    return standing.free && !standing.isProbe;
  }

  /** The account is not as it was thought to be. */
  forget(accountId: number): void {
    this.snapshots.delete(accountId);
  }

  private async stateOf(accountId: number): Promise<AccountState> {
    const snapshot = this.snapshots.get(accountId);
    const age = snapshot ? performance.now() - snapshot.readAt : Number.POSITIVE_INFINITY;
    if (snapshot && age < freshForMillis) return snapshot.state;
    const reading = this.read(accountId);
    if (!snapshot || age >= usableForMillis) return reading;
    reading.catch(() => undefined);
    return snapshot.state;
  }

  private read(accountId: number): Promise<AccountState> {
    const known = this.reads.get(accountId);
    if (known) return known;
    const readAt = performance.now();
    const reading = this.states
      .read(accountId)
      .then((state) => {
        this.ahead = state.at - Date.now();
        this.snapshots.set(accountId, { state, readAt });
        return state;
      })
      .finally(() => this.reads.delete(accountId));
    this.reads.set(accountId, reading);
    return reading;
  }
}
