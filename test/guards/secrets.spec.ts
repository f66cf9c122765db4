import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, LOGGER, Mailer, type Logger } from '@onegate/platform';
import { Redis } from 'ioredis';
import type { Caller } from '../setup/caller.ts';
import { given, password } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';

const lines: string[] = [];
let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;

beforeAll(async () => {
  installation = await Installation.create({ log: { write: (line) => void lines.push(line) } });
  ({ app, call } = await installation.api());
  await installation.worker();
});
afterAll(() => installation.close());

it('no password, key, token or prompt reaches a log line, whatever goes wrong', async () => {
  const admin = await given(app).superAdmin();
  const key = await given(app).apiKey(admin);
  const { body } = await call.post<{ access_token: string }>('/api/auth/login', {
    email: admin.email,
    password,
  });
  const prompt = 'a prompt that is nobody else’s business';
  await call
    .signedIn(key)
    .post('/v1/chat/completions', { model: 'm', messages: [{ role: 'user', content: prompt }] });
  await call.with({ 'x-api-key': key }).get(`/api/auth/me?key=${key}`);
  await call.post('/api/auth/login', `{"password":"${password}"`);
  await app.get(Mailer).send({ to: admin.email, subject: 'Code', text: 'code 918273' });
  await until('the mail to be sent', () =>
    lines.some((line) => line.includes('Mail sent') || line.includes('in a file')),
  );
  await logFailures(app, key);

  const log = lines.join('');
  expect(lines.length).toBeGreaterThan(5);
  for (const secret of [password, key, body.access_token, prompt, '918273'])
    expect(log).not.toContain(secret);
});

/** Failed statements and commands carry what was sent along. */
async function logFailures(api: NestFastifyApplication, secret: string): Promise<void> {
  const log = api.get<Logger>(LOGGER);
  await api
    .get(Database)
    .query("select 1 / 0 where $1 <> ''", [secret])
    .catch((err: unknown) => log.error({ err }, 'A statement failed'));
  await api
    .get(Redis)
    .call('eval', 'return redis.call("nothing")', 0, secret)
    .catch((err: unknown) => log.error({ err }, 'A command failed'));
}
