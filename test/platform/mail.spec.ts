import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BullJobQueue, Database, deliverMail, Mailer, MailSweep } from '@onegate/platform';
import { Installation } from '../setup/installation.ts';
import { until } from '../setup/until.ts';

interface MailRow {
  sealed_body: string | null;
  sent_at: Date | null;
}

let installation: Installation;
let api: NestFastifyApplication;
let database: Database;

beforeAll(async () => {
  installation = await Installation.create();
  api = (await installation.api()).app;
  database = api.get(Database);
  await installation.worker();
});
afterAll(() => installation.close());

async function row(subject: string): Promise<MailRow | undefined> {
  const rows = await database.query<MailRow>(
    'select sealed_body, sent_at from outgoing_mails where subject = $1',
    [subject],
  );
  return rows[0];
}

it('without a mail server a mail becomes a file, and its text leaves the database', async () => {
  await api.get(Mailer).send({ to: 'ann@example.com', subject: 'Hello', text: 'Your code is 123456.' });
  await until('the mail to be sent', async () => (await row('Hello'))?.sent_at);
  expect((await row('Hello'))?.sealed_body).toBeNull();
  const folder = path.join(installation.config.runtime.dataDir, 'mail');
  const [file = ''] = await readdir(folder);
  const text = await readFile(path.join(folder, file), 'utf8');
  expect(text).toContain('To: ann@example.com');
  expect(text).toContain('Your code is 123456.');
});

it('a mail of a transaction that rolls back is never sent', async () => {
  const failing = database.transaction(async () => {
    await api.get(Mailer).send({ to: 'ann@example.com', subject: 'Undone', text: 'x' });
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  expect(await row('Undone')).toBeUndefined();
});

it('neither database nor job carries the text in the clear', async () => {
  const queue = api.get(BullJobQueue).queue(deliverMail);
  await queue.pause();
  await api.get(Mailer).send({ to: 'ann@example.com', subject: 'Secret', text: 'the secret text' });
  const jobs = await queue.getJobs();
  expect(JSON.stringify([await row('Secret'), jobs.map(({ data }) => data as unknown)])).not.toContain(
    'the secret text',
  );
  await queue.resume();
  await until('the mail to be sent', async () => (await row('Secret'))?.sent_at);
});

it('a mail whose job was lost is found by the sweep', async () => {
  const queue = api.get(BullJobQueue).queue(deliverMail);
  await queue.pause();
  await api.get(Mailer).send({ to: 'ann@example.com', subject: 'Lost', text: 'x' });
  await queue.drain();
  await queue.resume();
  await database.query(
    `update outgoing_mails set created_at = created_at - interval '5 minutes' where subject = 'Lost'`,
  );
  expect(await api.get(MailSweep).startWaiting()).toEqual({ started: 1 });
  await until('the mail to be sent', async () => (await row('Lost'))?.sent_at);
});
