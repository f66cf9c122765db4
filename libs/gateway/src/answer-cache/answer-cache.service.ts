import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, KeyRing, LOGGER, type Configuration, type Logger } from '@onegate/platform';
import type { GatewayAnswer, GatewayCall, RunCall } from '../calls/gateway-call.js';
import type { KeptAnswer } from '../kept-answers/kept-answer.js';
import { KeptAnswers } from '../kept-answers/kept-answers.service.js';
import { recordedAnswer } from '../kept-answers/recorded-answer.js';
import { cachePlace, cacheSecondsOf, isCacheable } from './cached-call.js';
import { CacheHits } from './cache-hits.service.js';

type CacheWord = 'hit' | 'miss' | 'off' | 'bypass';

/** Gives an account the answer that it had to the very same call, where the call asks for that and the server allows it. */
@Injectable()
export class AnswerCache {
  constructor(
    private readonly hits: CacheHits,
    private readonly kept: KeptAnswers,
    private readonly ring: KeyRing,
    @Inject(CONFIGURATION) private readonly config: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async answer(call: GatewayCall, run: RunCall): Promise<GatewayAnswer> {
    const wished = cacheSecondsOf(call);
    if (wished === null) return run(call);
    const seconds = Math.min(wished, this.config.keptAnswers.cacheSeconds);
    if (seconds === 0) return said('off', await run(call));
    if (!isCacheable(call)) return said('bypass', await run(call));
    return this.hitOrMiss(call, seconds, run);
  }

  private async hitOrMiss(call: GatewayCall, seconds: number, run: RunCall): Promise<GatewayAnswer> {
    const asked = await this.hits.askOf(call);
    const [model] = asked.models;
    const place = cachePlace(call, model?.slug ?? '', this.ring.subkey('answer-cache'));
    const kept = await this.find(place);
    const age = kept ? (Date.now() - kept.keptAt) / 1_000 : Infinity;
    if (kept && age <= seconds) {
      const told = await this.hits.admit(asked);
      const { 'x-onegate-receipt': _of, ...headers } = kept.headers;
      const body = call.protocol.free?.(kept.body) ?? kept.body;
      return said('hit', { ...kept, body, headers: { ...headers, ...told, age: String(Math.floor(age)) } });
    }
    return said('miss', await this.recorded(call, run, place, seconds));
  }

  private recorded(call: GatewayCall, run: RunCall, place: string, seconds: number): Promise<GatewayAnswer> {
    const keep = async (answer: KeptAnswer | 'too_large' | 'failed') => {
      if (typeof answer !== 'string') await this.put(place, answer, seconds);
    };
    const { mostBytes } = this.config.keptAnswers;
    return recordedAnswer(call, run, { mostBytes, outlivesClient: false, keep });
  }

  /** A cache that cannot be read is an empty one. */
  private async find(place: string): Promise<KeptAnswer | null> {
    try {
      return await this.kept.find(place);
    } catch (err) {
      this.log.warn({ err }, 'The cache of answers could not be read');
      return null;
    }
  }

  private async put(place: string, answer: KeptAnswer, seconds: number): Promise<void> {
    try {
      await this.kept.put(place, answer, seconds);
    } catch (err) {
      this.log.warn({ err }, 'An answer could not be kept in the cache');
    }
  }
}

function said(word: CacheWord, { status, headers, body }: GatewayAnswer): GatewayAnswer {
  return { status, headers: { ...headers, 'x-onegate-cache': word }, body };
}
