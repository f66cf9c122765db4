import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeysService, SessionSignIn, SignInService } from '@onegate/auth';
import { accountOf, tagOf } from '@onegate/billing';
import { Clock, Database, Failure, usd } from '@onegate/platform';
import type { Admission } from '@onegate/usage';
import { people } from '../account/people.ts';
import type { Caller } from '../setup/caller.ts';
import { password } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';
import { recorded, usageEvents } from '../usage/usage-bench.ts';
import { ask, bench, end, keyGrant, model, principal, type AskFacts, type Bench } from './admission-bench.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let at: Bench;

beforeAll(async () => {
  const env = { ONEGATE_MARKUP_BPS: '2000', ONEGATE_QUOTA_TIME_ZONE: 'America/New_York' };
  installation = await Installation.create({ env });
  ({ app, call } = await installation.api());
  at = bench(app);
});
afterAll(() => installation.close());

type Admitting = Parameters<Admission['admit']>[0];

async function refusal(call: Admitting): Promise<Failure> {
  const preview = await at.admission.preview(call);
  const failure = await at.admission.admit(call).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof Failure)) throw new Error('It was not refused');
  expect(preview).toMatchObject({ isAdmitted: false, refusal: { code: failure.code } });
  return failure;
}

async function keyed(limits: Parameters<typeof keyGrant>[0], credit = usd(5)) {
  const { who, tag } = await at.person(credit);
  const key = keyGrant(limits);
  return { who: { ...who, key, keyId: key.id }, tag };
}

describe('the balance', () => {
  it('below the minimum refuses with what is there, and not to try again', async () => {
    const { who } = await at.person(usd('0.09'));
    expect(await refusal(ask(who))).toMatchObject({
      code: 'insufficient_credits',
      status: 402,
      message: 'Not enough credits available',
      details: { current_balance: 0.09, minimum_balance: 0.1, held: 0 },
      headers: { 'x-should-retry': 'false' },
    });
  });

  it('that is held for calls under way refuses until they end', async () => {
    const { who } = await at.person(usd('0.12'));
    const call = await at.admission.admit(ask(who, { maxOutputTokens: 5_000 }));
    expect(await refusal(ask(who))).toMatchObject({
      code: 'insufficient_credits',
      details: { current_balance: 0.12 },
      headers: { 'x-should-retry': 'true', 'retry-after': '1' },
    });
    await call.release();
    await (await at.admission.admit(ask(who))).release();
  });

  it('lowers the answer to what it affords, and says so', async () => {
    const { who, tag } = await at.person(usd('0.12'));
    const call = await at.admission.admit(ask(who, { maxOutputTokens: 20_000 }));
    // 0.12 less 0.0012 for the prompt, at 0.000012 for each token of the answer.
    expect(call).toMatchObject({ maxOutputTokens: 9_900, isClamped: true, holdNano: usd('0.12') });
    expect(call.headers).toEqual({ 'x-onegate-max-tokens-clamped': '9900' });
    expect(call.covers({ input: 1_000, output: 9_900 }, model())).toBe(true);
    expect(call.covers({ input: 1_000, output: 9_901 }, model())).toBe(false);
    const event = await call.settle(end({ input: 1_000, output: 10_000 }));
    expect(event).toMatchObject({ chargedNano: '121200000', overdraftNano: '1200000', markupBps: 2_000 });
    expect(await at.figures(tag)).toMatchObject({ pending: 121_200_000n, held: 0n });
  });

  it('is shared by all answers, and the provider told the share of each', async () => {
    const { who } = await at.person(usd('0.12'));
    const call = await at.admission.admit(ask(who, { maxOutputTokens: null, answers: 128 }));
    expect(call).toMatchObject({ maxOutputTokens: 9_900, isClamped: true, answerLimit: 77 });
    await call.release();
  });

  it('has the provider told how long each answer may be, where neither client nor model says so', async () => {
    const { who } = await at.person(usd(5));
    const models = [model({ maxOutputTokens: null })];
    const call = await at.admission.admit(ask(who, { models, maxOutputTokens: null, answers: 2 }));
    expect(call).toMatchObject({ holdNano: usd('0.197808'), maxOutputTokens: 16_384, answerLimit: 8_192 });
    await call.release();
    const short = [model({ maxOutputTokens: null, contextLength: 3_000 })];
    const fitting = await at.admission.admit(ask(who, { models: short, maxOutputTokens: null }));
    expect(fitting).toMatchObject({ isClamped: false, answerLimit: 1_000 });
    await fitting.release();
    const said = await at.admission.admit(ask(who, { models, maxOutputTokens: 100 }));
    expect(said.answerLimit).toBeNull();
    await said.release();
  });

  it('is not asked for where nothing can be charged', async () => {
    const { who } = await at.person(0n);
    const free = model({ prices: { input: '0', output: '0' } });
    const call = await at.admission.admit(ask(who, { models: [free] }));
    const endless = model({ prices: { input: '0', output: '0' }, maxOutputTokens: null });
    const unsaid = await at.admission.admit(ask(who, { models: [endless], maxOutputTokens: null }));
    expect(unsaid.answerLimit).toBeNull();
    await unsaid.release();
    expect(await call.settle(end(undefined, { model: free }))).toMatchObject({ chargedNano: '0' });
  });

  it.each<[string, AskFacts, bigint]>([
    [
      'the dearest of the models',
      { models: [model(), model({ id: 2, prices: { output: '0.0001' } })] },
      13_200_000n,
    ],
    ['writing to a cache', { models: [model({ prices: { cache_write: '0.00000125' } })] }, 2_700_000n],
    ['reasoning', { models: [model({ prices: { reasoning: '0.00002' } })] }, 3_600_000n],
    [
      'the long-context tier, also when the prompt comes near it',
      { models: [model({ tiers: [{ min_prompt_tokens: 1_200, prices: { input: '0.000002' } }] })] },
      3_600_000n,
    ],
    [
      'the tier of the hour',
      { models: [model({ tiers: [{ utc_start: 0, utc_end: 2_400, prices: { input: '0.000003' } }] })] },
      4_800_000n,
    ],
    ['what each request costs', { models: [model({ prices: { request: '0.01' } })] }, 14_400_000n],
    ['pictures', { others: { image: 2 }, models: [model({ prices: { image: '0.001' } })] }, 4_800_000n],
    ['its own markup', { models: [model({ markupBps: 0 })] }, 2_000_000n],
    [
      'as long an answer as the model gives, where none was asked for',
      { maxOutputTokens: null },
      121_200_000n,
    ],
    ['every answer that was asked for', { answers: 4 }, 6_000_000n],
    ['every answer, as long as the model gives it', { answers: 4, maxOutputTokens: 20_000 }, 481_200_000n],
    ['every answer, where no length was asked for', { answers: 4, maxOutputTokens: null }, 481_200_000n],
  ])('is held for %s', async (_what, facts, held) => {
    const { who } = await at.person(usd(5));
    const call = await at.admission.admit(ask(who, facts));
    expect(call).toMatchObject({ holdNano: held, isClamped: false });
    expect(await at.admission.preview(ask(who, facts))).toMatchObject({ highestCostNano: held });
    await call.release();
  });
});

describe('a key', () => {
  it('may make so many requests a minute; refused ones do not count', async () => {
    const { who } = await keyed({ requestsPerMinute: 2 });
    const first = await at.admission.admit(ask(who));
    expect(first.headers).toMatchObject({
      'x-ratelimit-limit-requests': '2',
      'x-ratelimit-remaining-requests': '1',
    });
    await at.admission.admit(ask(who));
    for (let tries = 0; tries < 3; tries += 1) {
      const { status, code, headers } = await refusal(ask(who));
      expect([status, code]).toEqual([429, 'key.requests_per_minute']);
      expect(headers).toMatchObject({ 'x-ratelimit-remaining-requests': '0' });
      expect(Number(headers['retry-after'])).toBeLessThanOrEqual(120);
    }
  });

  it('may use so many tokens a minute: those of the estimate until the real ones are known', async () => {
    const { who } = await keyed({ tokensPerMinute: 3_000 });
    const first = await at.admission.admit(ask(who, { promptTokens: 2_000, maxOutputTokens: 500 }));
    expect((await refusal(ask(who))).code).toBe('key.tokens_per_minute');
    await first.settle(end({ input: 900, output: 50 }));
    const second = await at.admission.admit(ask(who));
    expect(second.headers).toMatchObject({ 'x-ratelimit-remaining-tokens': '950' });
    await second.release();
    expect((await at.admission.admit(ask(who))).headers['x-ratelimit-remaining-tokens']).toBe('950');
  });

  it('may make so many requests at once', async () => {
    const { who } = await keyed({ concurrentRequests: 1 });
    const call = await at.admission.admit(ask(who));
    expect(await refusal(ask(who))).toMatchObject({ status: 429, code: 'key.concurrent_requests' });
    await call.settle(end());
    await at.admission.admit(ask(who));
  });

  it('may call the models that it names, by any of their names', async () => {
    const { who } = await keyed({ allowedModels: ['gpt-4o-mini', 'anthropic/*'] });
    await at.admission.admit(ask(who, { models: [model(), model({ slug: 'anthropic/claude-sonnet-4.6' })] }));
    const other = ask(who, { models: [model(), model({ slug: 'openai/gpt-4o' })] });
    expect(await at.admission.admit(other).catch((error: unknown) => error)).toMatchObject({
      status: 403,
      code: 'key.model_not_allowed',
    });
  });

  it('may spend its quota and not more, whatever is on the account', async () => {
    const { who } = await keyed({ quotaNanoUsd: usd('0.003'), quotaPeriod: 'monthly' });
    const call = await at.admission.admit(ask(who));
    await call.settle(end());
    // 0.0024 are spent, 0.0006 left: less than the prompt costs.
    const failure = await refusal(ask(who));
    expect(failure).toMatchObject({ status: 402, code: 'key.quota_used_up' });
    expect(failure.details).toMatchObject({
      limit_scope: 'key',
      budget_period: 'monthly',
      spent_usd: 0.0024,
    });
    expect(failure.message).toContain('spend limit');
    expect(failure.headers).toEqual({ 'x-should-retry': 'false' });
    const clamped = await at.admission.admit(ask(who, { promptTokens: 100 }));
    expect(clamped).toMatchObject({ isClamped: true, maxOutputTokens: 40, holdNano: 600_000n });
  });

  it('has its quota anew with each day of the stated time zone, also with one of 23 hours, and is told the same', async () => {
    const { who } = await at.person(usd(5));
    const quota = { quotaNanoUsd: usd('0.003'), quotaPeriod: 'daily' } as const;
    const { key, value } = await app
      .get(ApiKeysService)
      .create({ userId: who.userId, name: 'Daily', ...quota });
    const keyedWho = { ...who, key: keyGrant({ ...quota, id: key.id }), keyId: key.id };
    const common = { account: tagOf(accountOf(who)), userId: who.userId, keyId: key.id } as const;
    const spentAt = (settledAt: number, chargedNano: string) =>
      usageEvents(1, () => ({ ...common, settledAt, chargedNano }));
    // Clocks go forward in New York on the 11th.
    const [begin, end] = [Date.parse('2035-03-11T05:00:00Z'), Date.parse('2035-03-12T04:00:00Z')];
    await recorded(app, [
      ...spentAt(begin - 1, '5000000'),
      ...spentAt(begin, '1000000'),
      ...spentAt(end - 1, '1999999'),
    ]);
    const standing = async (now: number) => {
      jest.spyOn(app.get(Clock), 'now').mockReturnValue(new Date(now));
      const { isAdmitted, refusal } = await at.admission.preview(ask(keyedWho));
      const { body } = await call.signedIn(value).get<{ budget: object }>('/v1/usage');
      jest.restoreAllMocks();
      return { isAdmitted, details: refusal instanceof Failure ? refusal.details : null, body };
    };
    expect(await standing(end - 1)).toMatchObject({
      isAdmitted: false,
      details: { spent_usd: 0.002999999, resets_at: new Date(end).toISOString() },
      body: { budget: { used_usd: '0.002999999', period: 'daily', resets_at: end / 1000 } },
    });
    await recorded(app, spentAt(end, '7'));
    expect(await standing(end)).toMatchObject({
      isAdmitted: true,
      body: { budget: { used_usd: '0.000000007', resets_at: end / 1000 + 86_400 } },
    });
  });
});

describe('an organization', () => {
  it('pays for what its members do in a session once they made it their active account', async () => {
    const { person, organization } = people(app, call);
    const owner = await person();
    const { id } = await organization(owner);
    const token = await app.get(SignInService).withPassword({ email: owner.user.email, password });
    const session = async () => {
      const principal = await app.get(SessionSignIn).principalOf(token.token);
      if (!principal) throw new Error('The session does not hold');
      return principal;
    };
    expect(tagOf(accountOf(await session()))).toBe(`u${owner.user.id}`);
    await owner.call.put('/api/v1/users/active-account', { organizationId: id });
    const who = await session();
    expect(tagOf(accountOf(who))).toBe(`o${who.activeTenantId}`);
    await at.credit(who, usd(1));
    const admitted = await at.admission.admit(ask(who));
    expect(await admitted.settle(end())).toMatchObject({ account: `o${who.activeTenantId}` });
    const personal = keyGrant();
    expect(tagOf(accountOf({ ...who, key: personal }))).toBe(`u${owner.user.id}`);
  });

  it('keeps a person within his budget, and all together within theirs, as soon as it is set', async () => {
    const { person, organization } = people(app, call);
    const owner = await person();
    const { id, path } = await organization(owner);
    const [tenant] = await app
      .get(Database)
      .query<{ id: string }>('select id from tenants where public_id = $1', [id]);
    const member = { ...principal(owner.user.id), activeTenantId: Number(tenant?.id) };
    const colleague = { ...member, userId: owner.user.id + 1_000 };
    await at.credit(member, usd(5));
    const set = (body: object) => owner.call.put(`${path}/budgets`, body);
    await (await at.admission.admit(ask(member))).settle(end());
    await set({ userId: owner.user.publicId, period: 'daily', limitUsd: '0.003' });
    const { body } = await set({ period: 'none', limitUsd: '0.005' });
    expect(body).toMatchObject({
      data: {
        items: [
          { userId: null, period: 'none', limitUsd: '0.005' },
          { userId: owner.user.publicId, period: 'daily', limitUsd: '0.003' },
        ],
      },
    });
    await until('what was used before to be in the books', async () => {
      await installation.worker();
      return (await at.figures(tagOf(accountOf(member)))).pending === 0n;
    });
    expect(await refusal(ask(member))).toMatchObject({
      code: 'budget.used_up',
      details: { limit_scope: 'user', budget_period: 'daily' },
    });
    await (await at.admission.admit(ask(colleague))).settle(end());
    expect(await refusal(ask(colleague))).toMatchObject({
      code: 'budget.used_up',
      details: { limit_scope: 'organization', budget_period: 'none', resets_at: null },
    });
    await set({ period: 'none', limitUsd: null });
    await at.admission.admit(ask(colleague));
  });
});
