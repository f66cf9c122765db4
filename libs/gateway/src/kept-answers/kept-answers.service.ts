import { Injectable } from '@nestjs/common';
import { RedisKeys, SecretBox } from '@onegate/platform';
import { Redis } from 'ioredis';
import { fromText, toText, type KeptAnswer } from './kept-answer.js';
import { claimCall, freeCall, keepCall, renewCall } from './kept-answer.scripts.js';

/** How a call stands that its client may send again. */
export type Claim =
  | { readonly state: 'claimed' | 'running' | 'too_large' | 'other_body' }
  | { readonly state: 'kept'; readonly answer: KeptAnswer };

/** The runner of a call and the place where its answer will be. */
export interface ClaimedCall {
  readonly place: string;
  readonly runner: string;
}

/** Answers for a while, in Redis and encrypted: what a model said is as private as what it was asked. */
@Injectable()
export class KeptAnswers {
  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
    private readonly box: SecretBox,
  ) {}

  /** Takes a call in hand that nobody has; else says how it stands. */
  async claim({ place, runner }: ClaimedCall, print: string, leaseMs: number): Promise<Claim> {
    const [state, sealed] = await claimCall.run(this.redis, [this.callAt(place)], [print, runner, leaseMs]);
    if (state !== 'kept') return { state: state as Exclude<Claim['state'], 'kept'> };
    const answer = this.opened(place, sealed ?? '');
    // The secret that it was sealed with is gone: as good as not kept, and the call must not run again.
    return answer ? { state: 'kept', answer } : { state: 'too_large' };
  }

  /** Answers whether the call is still in this runner's hand. */
  async renew({ place, runner }: ClaimedCall, leaseMs: number): Promise<boolean> {
    return (await renewCall.run(this.redis, [this.callAt(place)], [runner, leaseMs])) === 1;
  }

  async free({ place, runner }: ClaimedCall): Promise<void> {
    await freeCall.run(this.redis, [this.callAt(place)], [runner]);
  }

  /** Ends a call: with its answer, or with `null` for one that is too large to be kept. */
  async keep({ place, runner }: ClaimedCall, answer: KeptAnswer | null, seconds: number): Promise<void> {
    const state = answer ? 'kept' : 'too_large';
    const sealed = answer ? this.sealed(place, answer) : '';
    await keepCall.run(this.redis, [this.callAt(place)], [runner, state, sealed, seconds * 1_000]);
  }

  /** An answer without a claim: for whoever asks the same. */
  async put(place: string, answer: KeptAnswer, seconds: number): Promise<void> {
    await this.redis.set(this.answerAt(place), this.sealed(place, answer), 'EX', seconds);
  }

  async find(place: string): Promise<KeptAnswer | null> {
    const sealed = await this.redis.get(this.answerAt(place));
    return sealed === null ? null : this.opened(place, sealed);
  }

  private sealed(place: string, answer: KeptAnswer): string {
    return this.box.seal(contextOf(place), toText(answer));
  }

  private opened(place: string, sealed: string): KeptAnswer | null {
    try {
      return fromText(this.box.open(contextOf(place), sealed));
    } catch {
      return null;
    }
  }

  private callAt(place: string): string {
    return this.keys.key('repeatable', place);
  }

  private answerAt(place: string): string {
    return this.keys.key('cached-answer', place);
  }
}

function contextOf(place: string): string {
  return `kept-answer/${place}`;
}
