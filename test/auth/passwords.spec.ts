import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BullJobQueue, Database } from '@onegate/platform';
import { mailPasswordReset, Passwords } from '@onegate/auth';
import { hash } from '@node-rs/argon2';
import type { Caller } from '../setup/caller.ts';
import { given, password } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { Mailbox } from '../setup/mailbox.ts';
import { until } from '../setup/until.ts';
import { fromAnotherAddress, login, refresh, signedIn } from './signing-in.ts';

const fresh = 'a fresh and longer password';

let mailbox: Mailbox;
let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  installation = await Installation.create({
    env: {
      SMTP_URL: mailbox.url,
      ONEGATE_FRONTEND_URL: 'https://front.example/',
      ONEGATE_TRUSTED_PROXIES: '127.0.0.1',
    },
  });
  installation.onClose(() => mailbox.close());
  ({ app, call } = await installation.api());
  await installation.worker();
});
afterAll(() => installation.close());

/** Asks for a reset and reads the token from the mail that came over SMTP. */
async function resetToken(email: string, count = 1): Promise<string> {
  await fromAnotherAddress(call).post('/api/auth/forgot-password', { email });
  const { text } = await mailbox.newest(email, count);
  const fragment = /https:\/\/front\.example\/reset-password#(\S+)/.exec(text)?.[1] ?? '';
  expect(new URLSearchParams(fragment).get('email')).toBe(email);
  return new URLSearchParams(fragment).get('token') ?? '';
}

function reset(email: string, token: string, given = fresh) {
  const body = { email, token, password: given, password_confirmation: given };
  return fromAnotherAddress(call).post('/api/auth/reset-password', body);
}

describe('POST /api/auth/forgot-password', () => {
  it('200 with the same words for a stranger, who gets no mail', async () => {
    const { email } = await given(app).user();
    const known = await call.post('/api/auth/forgot-password', { email: email.toUpperCase() });
    const unknown = await call.post('/api/auth/forgot-password', { email: 'nobody@example.com' });
    expect(known.status).toBe(200);
    expect(unknown).toMatchObject({ status: 200, body: known.body });
    await mailbox.newest(email);
    await until('the other job to be done', async () => {
      const counts = await app.get(BullJobQueue).queue(mailPasswordReset).getJobCounts();
      return (counts.wait ?? 0) + (counts.active ?? 0) === 0;
    });
    expect(mailbox.of('nobody@example.com')).toEqual([]);
  });

  it('answers before anybody has looked whether we know the address, so that time tells nothing', async () => {
    const { email } = await given(app).user();
    const looks = (['of', 'query', 'transaction'] as const).map((way) => jest.spyOn(app.get(Database), way));
    for (const address of [email, 'not-known@example.com'])
      await fromAnotherAddress(call).post('/api/auth/forgot-password', { email: address });
    for (const look of looks) {
      expect(look).not.toHaveBeenCalled();
      look.mockRestore();
    }
  });

  it('429 after five for one address, whoever asks, and known or not', async () => {
    for (const email of [(await given(app).user()).email, 'stranger@example.com']) {
      const ask = () => fromAnotherAddress(call).post('/api/auth/forgot-password', { email });
      for (let times = 0; times < 5; times += 1) expect(await ask()).toMatchObject({ status: 200 });
      expect(await ask()).toMatchObject({ status: 429, body: { message: 'Too Many Attempts.' } });
    }
  });

  it.each([{}, { email: 'no address' }])('422 for %j', async (body) => {
    expect(await call.post('/api/auth/forgot-password', body)).toMatchObject({ status: 422 });
  });
});

describe('POST /api/auth/reset-password', () => {
  it('200 once: the new password works, the old one and all sessions do not, and a mail says so', async () => {
    const user = await given(app).user();
    const sessions = [await signedIn(call, user), await signedIn(call, user)];
    const token = await resetToken(user.email);
    expect(await reset(user.email, token)).toMatchObject({
      status: 200,
      body: { message: 'Your password has been reset!' },
    });
    for (const session of sessions) {
      expect(await session.call.get('/api/auth/me')).toMatchObject({ status: 401 });
      expect(await refresh(call, session.refresh_token)).toMatchObject({ status: 401 });
    }
    expect(await login(call, user)).toMatchObject({ status: 401 });
    expect(await login(call, user, fresh)).toMatchObject({ status: 200 });
    expect(await reset(user.email, token)).toMatchObject({
      status: 400,
      body: { message: 'This password reset token is invalid.' },
    });
    expect((await mailbox.newest(user.email, 2)).subject).toContain('was changed');
  });

  it('of many at once with one token exactly one succeeds', async () => {
    const { email } = await given(app).user();
    const token = await resetToken(email);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => reset(email, token, `${fresh} ${index}`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(5);
  });

  it('400 for another token of the same person once one was used', async () => {
    const { email } = await given(app).user();
    const first = await resetToken(email);
    const second = await resetToken(email, 2);
    expect(await reset(email, second)).toMatchObject({ status: 200 });
    expect(await reset(email, first)).toMatchObject({ status: 400 });
  });

  it('400 for a token that is made up, expired, or of somebody else', async () => {
    const [ada, bob] = [await given(app).user(), await given(app).user()];
    const token = await resetToken(ada.email);
    expect(await reset(ada.email, 'made-up')).toMatchObject({ status: 400 });
    expect(await reset(bob.email, token)).toMatchObject({ status: 400 });
    await app
      .get(Database)
      .query('update password_resets set expires_at = now() where user_id = $1', [ada.id]);
    expect(await reset(ada.email, token)).toMatchObject({ status: 400 });
    expect(await login(call, ada)).toMatchObject({ status: 200 });
  });

  it('400 for somebody who was deactivated meanwhile', async () => {
    const user = await given(app).user();
    const token = await resetToken(user.email);
    await app.get(Database).query(`update users set status = 'deactivated' where id = $1`, [user.id]);
    expect(await reset(user.email, token)).toMatchObject({ status: 400 });
  });

  it('422 for a short password and for one that was not repeated', async () => {
    const body = { email: 'a@example.com', token: 'x', password: 'short', password_confirmation: 'other' };
    expect(await call.post('/api/auth/reset-password', body)).toMatchObject({
      status: 422,
      body: { errors: { password: expect.arrayContaining([expect.stringContaining('at least 8')]) } },
    });
    expect(await call.post('/api/auth/reset-password', { ...body, password: 'long enough' })).toMatchObject({
      status: 422,
      body: { errors: { password: ['The password field confirmation does not match.'] } },
    });
  });
});

describe('POST /api/auth/login', () => {
  it('429 after ten wrong passwords for one account from anywhere, also with the right one', async () => {
    const user = await given(app).user();
    const answers = [];
    for (let times = 0; times < 10; times += 1)
      answers.push(await login(fromAnotherAddress(call), user, 'wrong password'));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    const stopped = await login(fromAnotherAddress(call), user);
    expect(stopped).toMatchObject({ status: 429, body: { message: 'Too Many Attempts.' } });
    expect(stopped.headers.get('x-ratelimit-limit')).toBe('10');
    expect(stopped.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('brute force at once gains nothing: of a hundred tries ten are looked at', async () => {
    const user = await given(app).user();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => login(fromAnotherAddress(call), user, 'wrong password')),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(90);
  });

  it('429 for one address that tries many accounts, known or not; others go on', async () => {
    const from = fromAnotherAddress(call);
    const tries = Array.from({ length: 60 }, (_, index) =>
      login(from, { email: `somebody${index}@example.com` }, 'wrong password'),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(50);
    const user = await given(app).user();
    expect(await login(from, user)).toMatchObject({ status: 429 });
    expect(await login(fromAnotherAddress(call), user)).toMatchObject({ status: 200 });
  });

  it('who signs in rightly is not counted', async () => {
    const user = await given(app).user();
    const from = fromAnotherAddress(call);
    for (let times = 0; times < 15; times += 1)
      expect(await login(from, user)).toMatchObject({ status: 200 });
  });

  it('401 takes the same work for somebody we do not know', async () => {
    const matches = jest.spyOn(app.get(Passwords), 'matches');
    const user = await given(app).user();
    for (const email of [user.email, 'not-known@example.com'])
      expect(await login(fromAnotherAddress(call), { email }, 'wrong password')).toMatchObject({
        status: 401,
      });
    expect(matches).toHaveBeenCalledTimes(2);
    matches.mockRestore();
  });

  it('401 for somebody who was deactivated, like any other', async () => {
    const user = await given(app).user();
    await app.get(Database).query(`update users set status = 'deactivated' where id = $1`, [user.id]);
    expect(await login(call, user)).toMatchObject({ status: 401, body: { error: 'Unauthorized' } });
  });

  it('a hash of weaker parameters is replaced when its owner signs in', async () => {
    const user = await given(app).user();
    const weak = await hash(password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    const database = app.get(Database);
    await database.query('update users set password_hash = $2 where id = $1', [user.id, weak]);
    expect(await login(call, user)).toMatchObject({ status: 200 });
    const [row] = await database.query<{ password_hash: string }>(
      'select password_hash from users where id = $1',
      [user.id],
    );
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await login(call, user)).toMatchObject({ status: 200 });
  });
});
