import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { baseUrlOf } from './base-url.js';
import { codeOfThrown, diagnosisOf } from './diagnosis.js';
import { judgeAnswer } from './judge-answer.js';
import { factsOf } from './provider-kinds.js';
import { SmallCalls } from './small-call.service.js';
import { emptyResponse, probeCall, tinyChat, type SmallCall, type TinyChat } from './small-calls.js';
import type { TestResult } from './account-test.schema.js';
import { UpstreamAccount } from './upstream-account.entity.js';
import { UpstreamSecrets, type AccountSecrets } from './upstream-secrets.service.js';

export interface TestWish {
  /** A model, by the provider's own name, to be asked for one token; else only the key and the address are tried. */
  readonly upstreamName?: string | undefined;
  /** Under which names the account is to call models. */
  readonly names?: readonly string[];
}

/** Makes a small real call with an account, and says exactly what failed. */
@Injectable()
export class AccountTest {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secrets: UpstreamSecrets,
    private readonly calls: SmallCalls,
  ) {}

  /** Tests the account as it is, and remembers the result with it. */
  async run(account: UpstreamAccount, wish: TestWish): Promise<TestResult> {
    const result = await this.tryOut(account, this.openedOrNone(account), wish);
    await this.database.of(UpstreamAccount).update(account.id, { lastTest: result });
    return result;
  }

  /** Tests it with credentials that are not its own yet. */
  tryCredentials(account: UpstreamAccount, credentials: Record<string, string>): Promise<TestResult> {
    return this.tryOut(account, this.secrets.with(account, credentials), {});
  }

  private async tryOut(
    account: UpstreamAccount,
    secrets: AccountSecrets | null,
    wish: TestWish,
  ): Promise<TestResult> {
    const call = callFor(account, wish);
    const blank = {
      status: null,
      latency_ms: 0,
      models_listed: null,
      models_missing: [],
      speaks_responses: null,
    };
    const outline = { ...blank, called: called(call), tested_at: this.clock.now().toISOString() };
    if (!secrets) return { ...outline, ok: false, ...diagnosisOf('credentials_unreadable') };
    if (!hasCredentials(account, secrets))
      return { ...outline, ok: false, ...diagnosisOf('credentials_missing') };
    if (!call) return { ...outline, ok: false, ...diagnosisOf('address_refused') };
    const startedAt = performance.now();
    try {
      const answer = await this.calls.send(account, secrets, call);
      const expected = 'answerField' in call ? { field: call.answerField } : factsOf(account.kind).probe;
      const judged = judgeAnswer(answer, { expected, names: wish.names ?? [], secrets: secrets.values });
      const speaks_responses = judged.ok ? await this.speaksResponses(account, secrets) : null;
      return { ...outline, ...judged, speaks_responses };
    } catch (thrown) {
      const latency = Math.round(performance.now() - startedAt);
      return { ...outline, ok: false, latency_ms: latency, ...diagnosisOf(codeOfThrown(thrown)) };
    }
  }

  /** A server that has the path says what is wrong with an empty request. */
  private async speaksResponses(account: UpstreamAccount, secrets: AccountSecrets): Promise<boolean | null> {
    const call = emptyResponse(factsOf(account.kind), baseUrlOf(account) ?? '');
    if (call === null) return null;
    try {
      const { status } = await this.calls.send(account, secrets, call);
      return status === 400 || status === 422;
    } catch {
      return null;
    }
  }

  private openedOrNone(account: UpstreamAccount): AccountSecrets | null {
    try {
      return this.secrets.open(account);
    } catch {
      return null;
    }
  }
}

function callFor(account: UpstreamAccount, { upstreamName }: TestWish): SmallCall | TinyChat | null {
  const baseUrl = baseUrlOf(account);
  if (baseUrl === null) return null;
  const facts = factsOf(account.kind);
  const chat = upstreamName === undefined ? null : tinyChat(facts, baseUrl, upstreamName);
  return chat ?? probeCall(facts, account, baseUrl);
}

function called(call: SmallCall | null): string {
  if (!call) return '';
  const { origin, pathname } = new URL(call.url);
  return `${call.method} ${origin}${pathname}`;
}

function hasCredentials({ kind }: UpstreamAccount, secrets: AccountSecrets): boolean {
  const needed = Object.entries(factsOf(kind).credentials).filter(([, { required }]) => required);
  return needed.every(([name]) => secrets.credential(name) !== undefined);
}
