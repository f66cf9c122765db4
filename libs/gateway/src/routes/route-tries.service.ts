import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { RouteChooser, ruleOf, type CatalogModel, type RouteLease, type RouteWish } from '@onegate/models';
import { CONFIGURATION, Failure, type CallTrace, type Configuration } from '@onegate/platform';
import { PassThrough } from '../answers/pass-through.service.js';
import { TranslatedAnswers } from '../answers/translated-answers.service.js';
import type { BegunAnswer } from '../answers/begun-answer.js';
import { CallSignal } from '../calls/call-signal.js';
import type { GatewayCall } from '../calls/gateway-call.js';
import type { CallTerms } from '../protocols/client-protocol.js';
import { errorWord, providerWord } from '../tracing/gen-ai-words.js';
import { Trouble, troubleOfThrown } from '../upstream/trouble.js';
import { passes, ProtocolSupport, serves } from './protocol-support.service.js';
import { RetryBudget } from './retry-budget.js';

const none: ReadonlySet<number> = new Set();

/** A call that may be made now. */
export interface TriedCall {
  readonly call: GatewayCall;
  readonly terms: CallTerms;
  /** In the order in which they are tried. */
  readonly models: readonly CatalogModel[];
  readonly answerLimit: number | null;
  /** The most tokens that it may use. */
  readonly tokens: number;
  readonly tenantId: number | null;
  readonly trace: CallTrace;
  /** A place that was taken for the first try while it was decided whether the call may be made. */
  readonly ahead: RouteLease | null;
}

type PlacedCall = Pick<TriedCall, 'call' | 'terms' | 'models' | 'tokens' | 'tenantId'>;

/** The route that answers. */
export interface Success {
  readonly answer: BegunAnswer;
  readonly model: CatalogModel;
  readonly lease: RouteLease;
  readonly stop: CallSignal;
  readonly tries: number;
  readonly firstByteMs: number;
  /** When the answer began, by the clock that never jumps. */
  readonly beganAt: number;
}

/** Tries routes until one answers: other accounts first, then other models, then the same again after a while. */
@Injectable()
export class RouteTries {
  constructor(
    private readonly chooser: RouteChooser,
    private readonly passing: PassThrough,
    private readonly translating: TranslatedAnswers,
    private readonly support: ProtocolSupport,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  async firstAnswer(tried: TriedCall): Promise<Success> {
    const { mostTries, retrySeconds } = this.config.gateway;
    const budget = new RetryBudget(mostTries, retrySeconds * 1_000);
    let trouble: Trouble | undefined;
    for (;;) {
      const round = await this.eachModel(tried, budget);
      if ('answer' in round) return round;
      if (round.last instanceof Trouble) trouble = round.last;
      // Nobody was free from the beginning, or nobody ever will be.
      if (!trouble) throw round.last;
      const wait = budget.waitAfter(round.last instanceof Failure ? round.last : trouble);
      if (wait === null) throw trouble.failure;
      await waited(wait, tried.call.gone, trouble);
    }
  }

  /** Every model once, and every account of it. */
  private async eachModel(tried: TriedCall, budget: RetryBudget): Promise<Success | { last: Error }> {
    let last: Error | undefined;
    for (const model of tried.models) {
      const outcome = await this.eachAccount(tried, model, budget);
      if ('answer' in outcome) return outcome;
      // What a provider said is worth more than that there is no other.
      last = outcome.last instanceof Trouble || last === undefined ? outcome.last : last;
      if (budget.isSpent) break;
    }
    return { last: last ?? new Error('A call without a model') };
  }

  private async eachAccount(
    tried: TriedCall,
    model: CatalogModel,
    budget: RetryBudget,
  ): Promise<Success | { last: Error }> {
    const exclude = new Set<number>();
    let last: Error | undefined;
    while (!budget.isSpent) {
      const isFirst = budget.used === 0 && model === tried.models[0];
      const ahead = isFirst ? tried.ahead : null;
      const lease =
        ahead ??
        (await this.place(tried, model, exclude).catch((refused: unknown) => {
          if (refused instanceof Failure) return refused;
          throw refused;
        }));
      if (lease instanceof Failure) return { last: last ?? lease };
      budget.take();
      const outcome = await this.once(tried, model, lease, budget.used);
      if ('answer' in outcome) return outcome;
      if (!ruleOf(outcome.trouble.outcome).fallsBack) throw outcome.trouble.failure;
      last = outcome.trouble;
      exclude.add(lease.route.account.id);
    }
    return { last: last ?? new Error('No tries left') };
  }

  /**
   * A place for the first try, asked for together with admission: one round trip to Redis less for each call. `null` where
   * that would use up somebody's limits, or there is none; whatever is wrong is said when the call is tried.
   */
  async placeAhead(placed: PlacedCall): Promise<RouteLease | null> {
    const [model] = placed.models;
    if (!model) return null;
    try {
      await this.support.demand(model, placed.call.protocol, placed.tenantId);
      return await this.chooser.takeAhead(model, wishOf(placed, none));
    } catch {
      return null;
    }
  }

  private async place(
    placed: PlacedCall,
    model: CatalogModel,
    exclude: ReadonlySet<number>,
  ): Promise<RouteLease> {
    await this.support.demand(model, placed.call.protocol, placed.tenantId);
    return this.chooser.take(model, wishOf(placed, exclude));
  }

  private async once(
    { call, terms, answerLimit, trace }: TriedCall,
    model: CatalogModel,
    lease: RouteLease,
    tries: number,
  ): Promise<Success | { trouble: Trouble }> {
    const { route } = lease;
    const drains = this.config.gateway.whenClientLeaves === 'drain';
    const stop = new CallSignal(route.account.timeouts.totalMs, drains ? null : call.gone);
    const startedAt = performance.now();
    const { kind, baseUrl } = route.account;
    trace.tried({ provider: providerWord(kind), model: route.upstreamName, baseUrl });
    const traceHeaders = trace.headersUp();
    const attempt = { call, terms, model, route, answerLimit, signal: stop.signal, traceHeaders };
    const way = passes(route, call.protocol) ? this.passing : this.translating;
    try {
      const answer = await way.begin(attempt);
      const beganAt = performance.now();
      const firstByteMs = Math.round(beganAt - startedAt);
      return { answer, model, lease, stop, tries, firstByteMs, beganAt };
    } catch (thrown) {
      stop.over();
      const trouble = troubleOfThrown(stop.reasonOf(thrown));
      trace.tryFailed(errorWord(trouble.failure));
      const isGone = call.gone.aborted && !drains;
      await lease.release({ outcome: isGone ? 'cancelled' : trouble.outcome, headers: trouble.headers });
      if (isGone) throw trouble.failure;
      return { trouble };
    }
  }
}

function wishOf({ call, terms, tokens, tenantId }: PlacedCall, exclude: ReadonlySet<number>): RouteWish {
  return {
    tenantId,
    tokens,
    stickyKey: terms.thread,
    exclude,
    accepts: (route) => serves(route, call.protocol),
  };
}

/** Ends at once when the client goes away. */
async function waited(millis: number, gone: AbortSignal, { failure }: Trouble): Promise<void> {
  await delay(millis, undefined, { signal: gone }).catch(() => {
    throw failure;
  });
}
