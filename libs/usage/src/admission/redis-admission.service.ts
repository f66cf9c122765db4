import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, Failure, type Configuration } from '@onegate/platform';
import type { HoldAsk, HoldRefusal, PlacedHold } from '../holds/hold-ask.js';
import { recordOf } from '../holds/hold-book.service.js';
import { HoldPlacing, RedisAway } from '../holds/hold-placing.service.js';
import { admissionUnavailable } from './admission.errors.js';
import { Admission, type AdmissionPreview, type AdmittedCall, type CallAsk } from './admission.js';
import { admittanceOf, type Granted } from './admittance.js';
import { CallEnding } from './call-ending.service.js';
import { CallQuotes, type CallQuote } from './call-quotes.service.js';
import { LocalAllowance } from './local-allowance.js';
import { outputAsked } from './output-limit.js';
import { refusalOf } from './refusals.js';

const retrySoon = { headers: { 'retry-after': '1' } };

/** Decided by one script in Redis for all processes; nothing else is asked while Redis knows the account. */
@Injectable()
export class RedisAdmission extends Admission {
  constructor(
    @Inject(CONFIGURATION) private readonly config: Configuration,
    private readonly quotes: CallQuotes,
    private readonly placing: HoldPlacing,
    private readonly allowance: LocalAllowance,
    private readonly ending: CallEnding,
  ) {
    super();
  }

  override async admit(ask: CallAsk): Promise<AdmittedCall> {
    this.ending.requireRoom();
    const quote = await this.quotes.of(ask);
    const asked = this.holdAsk(ask, quote);
    const granted = await this.grant(quote, asked);
    const { account, tag, startedAt, markups } = quote;
    const { holdNano, leftNano = 0n } = granted;
    const maxMillis = this.config.usage.longestCallSeconds * 1000;
    const placed = { holdNano, placedAt: startedAt.getTime(), maxMillis };
    const record = granted.kind === 'admitted' ? recordOf(asked, placed) : null;
    const call = { ask, account, tag, startedAt, markups, holdNano, leftNano, record };
    return this.ending.begin(call, admittanceOf(quote, outputAsked(ask.estimate), granted));
  }

  override async preview(ask: CallAsk): Promise<AdmissionPreview> {
    const quote = await this.quotes.of(ask);
    const verdict = await this.placing
      .preview(quote.tag, this.holdAsk(ask, quote))
      .catch((error: unknown) => unavailable(error));
    const { fixedNano, perTokenPico, outputTokens } = quote.cost;
    const highestCostNano = fixedNano + (BigInt(perTokenPico) * BigInt(outputTokens) + 999n) / 1000n;
    if (verdict instanceof Failure || verdict.kind !== 'admitted') {
      const refusal = verdict instanceof Failure ? verdict : this.refusal(verdict, quote);
      return { isAdmitted: false, refusal, maxOutputTokens: null, highestCostNano, headers: refusal.headers };
    }
    const { maxOutputTokens, headers } = admittanceOf(quote, outputAsked(ask.estimate), verdict);
    return { isAdmitted: true, refusal: null, maxOutputTokens, highestCostNano, headers };
  }

  private async grant(quote: CallQuote, asked: HoldAsk): Promise<Granted> {
    try {
      const verdict = await this.placing.place(quote.tag, asked);
      if (verdict.kind === 'admitted') return verdict;
      throw this.refusal(verdict, quote);
    } catch (error) {
      const granted = error instanceof RedisAway ? this.allowance.take(quote.cost) : null;
      if (!granted) throw unavailable(error);
      return granted;
    }
  }

  private refusal(verdict: Exclude<HoldRefusal | PlacedHold, PlacedHold>, quote: CallQuote): Failure {
    const { rates, spendLimits } = quote;
    return refusalOf(verdict, { rates, spendLimits, minimumNano: this.config.usage.minimumBalance });
  }

  private holdAsk(ask: CallAsk, { cost, rates, countedTokens, spendLimits }: CallQuote): HoldAsk {
    return {
      callId: ask.eventId,
      process: this.ending.process,
      cost,
      minimumNano: this.config.usage.minimumBalance,
      rates,
      countedTokens,
      spendLimits,
    };
  }
}

function unavailable(error: unknown): Failure {
  return error instanceof Failure ? error : admissionUnavailable({ ...retrySoon, cause: error });
}
