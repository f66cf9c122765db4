import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { sealedColumn } from '../crypto/sealed-column.js';
import { SecretBox } from '../crypto/secret-box.js';
import { Database } from '../database/database.js';
import { JobQueue } from '../jobs/job-queue.js';
import { deliverMail } from './mail.jobs.js';
import type { Mail } from './mail.js';
import { OutgoingMail } from './outgoing-mail.entity.js';

/** The context to which the body of a mail is encrypted. */
export const mailContext = 'outgoing-mail';

/** Takes mails from the domain: they are stored with the transaction under way and delivered after it commits. */
@Injectable()
export class Mailer {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  async send(mail: Mail): Promise<void> {
    const { id } = await this.database.of(OutgoingMail).save({
      recipient: mail.to,
      subject: mail.subject,
      sealedBody: this.box.seal(mailContext, mail.text),
      sealedHtml: mail.html === undefined ? null : this.box.seal(mailContext, mail.html),
      createdAt: this.clock.now(),
    });
    await this.database.afterCommit(() => startDelivery(this.jobs, id));
  }
}

/** Asking twice for the same mail gives one job. */
export function startDelivery(jobs: JobQueue, mailId: number): Promise<void> {
  return jobs.enqueue(deliverMail, { mailId }, { id: `mail-${mailId}` });
}

/** What mails that are not sent yet say. */
export const mailSecrets = [
  sealedColumn(OutgoingMail, 'sealedBody', () => mailContext),
  sealedColumn(OutgoingMail, 'sealedHtml', () => mailContext),
];
