import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mailSignInCode } from '@onegate/auth';
import { BullJobQueue, Database } from '@onegate/platform';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { Mailbox } from '../setup/mailbox.ts';
import { until } from '../setup/until.ts';
import { fromAnotherAddress, type SessionBody } from './signing-in.ts';

let mailbox: Mailbox;
let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  installation = await Installation.create({
    env: { SMTP_URL: mailbox.url, ONEGATE_TRUSTED_PROXIES: '127.0.0.1' },
  });
  installation.onClose(() => mailbox.close());
  ({ app, call } = await installation.api());
  await installation.worker();
});
afterAll(() => installation.close());

async function codeFor(email: string, count = 1): Promise<string> {
  await fromAnotherAddress(call).post('/v1/auth/email/send', { email });
  const { text } = await mailbox.newest(email, count);
  return /\b(\d{6})\b/.exec(text)?.[1] ?? '';
}

function tokenFor(email: string, code: string) {
  return fromAnotherAddress(call).post<SessionBody>('/v1/auth/token', { email, code });
}

/** Another code than this one. */
function wrong(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

const refusal = {
  status: 401,
  body: {
    error: { type: 'authentication_error', code: 'code_invalid', param: null, message: expect.any(String) },
  },
};

describe('POST /v1/auth/email/send', () => {
  it('200 and a mail with six digits; the database holds their keyed hash only', async () => {
    const user = await given(app).user();
    expect(await call.post('/v1/auth/email/send', { email: user.email })).toMatchObject({
      status: 200,
      body: { object: 'auth.email_code', expires_in: 600 },
    });
    const code = /\b(\d{6})\b/.exec((await mailbox.newest(user.email)).text)?.[1] ?? 'none';
    const rows = await app.get(Database).query('select * from email_codes where user_id = $1', [user.id]);
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  it('200 with the same words for a stranger, who gets neither mail nor account', async () => {
    const email = 'stranger@example.com';
    const answer = await call.post('/v1/auth/email/send', { email });
    expect(answer).toMatchObject({ status: 200, body: { object: 'auth.email_code', expires_in: 600 } });
    await until('the job to be done', async () => {
      const counts = await app.get(BullJobQueue).queue(mailSignInCode).getJobCounts();
      return (counts.wait ?? 0) + (counts.active ?? 0) === 0;
    });
    expect(mailbox.of(email)).toEqual([]);
    expect(await app.get(Database).query('select id from users where email = $1', [email])).toEqual([]);
    expect(await tokenFor(email, '123456')).toMatchObject(refusal);
  });

  it('429 after five for one address, and after twenty from one address of the net', async () => {
    const ask = (from: Caller, email: string) => from.post('/v1/auth/email/send', { email });
    for (let times = 0; times < 5; times += 1)
      expect(await ask(fromAnotherAddress(call), 'often@example.com')).toMatchObject({ status: 200 });
    const stopped = await ask(fromAnotherAddress(call), 'Often@Example.com');
    expect(stopped).toMatchObject({ status: 429, body: { error: { type: 'rate_limit_error' } } });
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);

    const from = fromAnotherAddress(call);
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, index) => ask(from, `many${index}@example.com`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
  });

  it('400 for what is no address', async () => {
    expect(await call.post('/v1/auth/email/send', { email: 'nothing' })).toMatchObject({
      status: 400,
      body: { error: { type: 'invalid_request_error', param: 'email' } },
    });
  });
});

describe('POST /v1/auth/token', () => {
  it('200 once, with a token that opens every surface', async () => {
    const user = await given(app).user();
    const code = await codeFor(user.email);
    const answer = await tokenFor(user.email.toUpperCase(), code);
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 3600 } });
    const caller = call.signedIn(answer.body.access_token);
    expect(await caller.get('/api/auth/me')).toMatchObject({ status: 200, body: { id: user.id } });
    expect(await caller.get('/api/v1/users/me')).toMatchObject({ status: 200 });
    expect(await tokenFor(user.email, code)).toMatchObject(refusal);
  });

  it('of many at once with the right code exactly one succeeds', async () => {
    const { email } = await given(app).user();
    const code = await codeFor(email);
    const answers = await Promise.all(Array.from({ length: 5 }, () => tokenFor(email, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(4);
  });

  it('401 for the right code after five wrong ones, also when they come at once', async () => {
    const [ada, bob] = [await given(app).user(), await given(app).user()];
    const adaCode = await codeFor(ada.email);
    for (let times = 0; times < 5; times += 1)
      expect(await tokenFor(ada.email, wrong(adaCode))).toMatchObject(refusal);
    expect(await tokenFor(ada.email, adaCode)).toMatchObject(refusal);

    const bobCode = await codeFor(bob.email);
    await Promise.all(Array.from({ length: 9 }, () => tokenFor(bob.email, wrong(bobCode))));
    expect(await tokenFor(bob.email, bobCode)).toMatchObject({ status: 401 });
  });

  it('429 after ten tries for one account, whatever codes were mailed meanwhile', async () => {
    const { email } = await given(app).user();
    for (let times = 0; times < 10; times += 1) await tokenFor(email, '000000');
    const code = await codeFor(email);
    expect(await tokenFor(email, code)).toMatchObject({ status: 429 });
  });

  it('401 for an expired code, one that a newer one replaced, and that of somebody else', async () => {
    const [ada, bob] = [await given(app).user(), await given(app).user()];
    const first = await codeFor(ada.email);
    const second = await codeFor(ada.email, 2);
    if (first !== second) expect(await tokenFor(ada.email, first)).toMatchObject(refusal);
    await codeFor(bob.email);
    expect(await tokenFor(bob.email, second)).toMatchObject(refusal);
    await app.get(Database).query('update email_codes set expires_at = now() where user_id = $1', [ada.id]);
    expect(await tokenFor(ada.email, second)).toMatchObject(refusal);
  });

  it('400 without a code', async () => {
    expect(await call.post('/v1/auth/token', { email: 'a@example.com' })).toMatchObject({
      status: 400,
      body: { error: { param: 'code' } },
    });
  });
});

describe('GET /v1/auth/verify', () => {
  it('200 with whose token it is and when it ends; an API key has no end', async () => {
    const user = await given(app).user();
    const { body } = await tokenFor(user.email, await codeFor(user.email));
    const whose = { valid: true, user: { id: user.publicId, email: user.email } };
    const verified = await call.signedIn(body.access_token).get<{ expires_at: number }>('/v1/auth/verify');
    expect(verified).toMatchObject({ status: 200, body: whose });
    expect(verified.body.expires_at).toBeGreaterThan(Date.now() / 1000 + 3_500);
    const key = await given(app).apiKey(user);
    expect(await call.signedIn(key).get('/v1/auth/verify')).toMatchObject({
      status: 200,
      body: { ...whose, expires_at: null },
    });
  });

  it('401 for anything else', async () => {
    for (const caller of [call, call.signedIn('rubbish'), call.signedIn('sk-onegate-unknown')])
      expect(await caller.get('/v1/auth/verify')).toMatchObject({
        status: 401,
        body: { error: { type: 'authentication_error' } },
      });
  });
});
