import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, LOGGER, type Configuration, type Logger } from '@onegate/platform';
import { AnswerCache } from '../answer-cache/answer-cache.service.js';
import { Gateway } from '../calls/gateway.service.js';
import type { GatewayAnswer, GatewayCall, RunCall } from '../calls/gateway-call.js';
import type { KeptAnswer } from '../kept-answers/kept-answer.js';
import { KeptAnswers, type Claim, type ClaimedCall } from '../kept-answers/kept-answers.service.js';
import { recordedAnswer } from '../kept-answers/recorded-answer.js';
import { HeldCall, leaseMs } from './held-call.js';
import {
  clientGone,
  idempotencyKeyReused,
  idempotencyUnavailable,
  idempotentAnswerNotKept,
} from './idempotency.errors.js';
import { joinedStream } from './joined-stream.js';
import { idempotencyKeyOf, repeatableCall, type RepeatableCall } from './repeatable-call.js';

const firstWaitMs = 25;
const longestWaitMs = 500;

/**
 * Calls that their clients may send again: one with an `Idempotency-Key` runs once, whichever processes it reaches, and
 * its repeats get the bytes of its answer. All others go on as they are.
 */
@Injectable()
export class RepeatableCalls {
  constructor(
    private readonly gateway: Gateway,
    private readonly cache: AnswerCache,
    private readonly kept: KeptAnswers,
    @Inject(CONFIGURATION) private readonly config: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** @param run answers the call where it is not a repeat; the gateway, unless told otherwise. */
  async answer(call: GatewayCall, run: RunCall = (one) => this.gateway.answer(one)): Promise<GatewayAnswer> {
    const key = this.config.keptAnswers.idempotencySeconds === 0 ? null : idempotencyKeyOf(call);
    const runCached: RunCall = (one) => this.cache.answer(one, run);
    return key === null ? runCached(call) : this.once(call, repeatableCall(call, key), runCached);
  }

  private async once(call: GatewayCall, repeatable: RepeatableCall, run: RunCall): Promise<GatewayAnswer> {
    const everyMs = this.config.gateway.keepAliveSeconds * 1_000;
    const showsLife = call.body['stream'] === true && everyMs > 0;
    const answer = await this.awaited(call, repeatable, { run, patienceMs: showsLife ? everyMs : Infinity });
    return answer ?? joinedStream(call, everyMs, () => this.patiently(call, repeatable, run));
  }

  private async patiently(
    call: GatewayCall,
    repeatable: RepeatableCall,
    run: RunCall,
  ): Promise<GatewayAnswer> {
    const answer = await this.awaited(call, repeatable, { run, patienceMs: Infinity });
    if (answer === null) throw clientGone();
    return answer;
  }

  /** `null` where another process has the call in hand, and for longer than there is patience. */
  private async awaited(
    call: GatewayCall,
    { place, print }: RepeatableCall,
    { run, patienceMs }: { run: RunCall; patienceMs: number },
  ): Promise<GatewayAnswer | null> {
    const claimed = { place, runner: randomUUID() };
    const until = performance.now() + patienceMs;
    for (let wait = firstWaitMs; ; wait = Math.min(wait * 2, longestWaitMs)) {
      const claim = await this.claim(claimed, print);
      if (claim.state === 'claimed') return this.first(call, claimed, run);
      if (claim.state === 'kept') return repeated(claim.answer);
      if (claim.state === 'other_body') throw idempotencyKeyReused();
      if (claim.state === 'too_large') throw idempotentAnswerNotKept();
      if (call.gone.aborted) throw clientGone();
      if (performance.now() >= until) return null;
      await delay(wait);
    }
  }

  /** Without Redis nobody knows whether the call was made: it is not made on the off chance. */
  private async claim(claimed: ClaimedCall, print: string): Promise<Claim> {
    try {
      return await this.kept.claim(claimed, print, leaseMs);
    } catch (cause) {
      throw idempotencyUnavailable({ cause });
    }
  }

  private async first(call: GatewayCall, claimed: ClaimedCall, run: RunCall): Promise<GatewayAnswer> {
    const held = new HeldCall(claimed, this.kept, this.log);
    const { idempotencySeconds, mostBytes } = this.config.keptAnswers;
    // The answer is for those too who ask again: that its first client left is no reason to stop.
    const lasting = { ...call, gone: new AbortController().signal };
    try {
      return await recordedAnswer(lasting, run, {
        mostBytes,
        outlivesClient: true,
        keep: (answer) => held.end(answer, idempotencySeconds),
      });
    } catch (thrown) {
      await held.free();
      throw thrown;
    }
  }
}

function repeated({ status, headers, body }: KeptAnswer): GatewayAnswer {
  return { status, headers: { ...headers, 'x-onegate-idempotent-replay': 'true' }, body };
}
