import { Inject, Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import { Clock } from '../clock/clock.js';
import { SecretBox } from '../crypto/secret-box.js';
import { Database } from '../database/database.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { JobQueue } from '../jobs/job-queue.js';
import { mailContext, startDelivery } from './mailer.js';
import { MailTransport } from './mail-transport.js';
import { OutgoingMail } from './outgoing-mail.entity.js';

const minute = 60_000;
/** A mail that is older than this when it could at last be sent would only confuse. */
const staleAfterMillis = 24 * 60 * minute;
const keptForMillis = 30 * 24 * 60 * minute;

/** Sends what waits. A mail may arrive twice when the process dies right after sending; it is never lost. */
@Injectable()
export class MailDelivery {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly transport: MailTransport,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async deliver(mailId: number): Promise<void> {
    const mail = await this.database.of(OutgoingMail).findOneBy({ id: mailId, sentAt: IsNull() });
    if (!mail?.sealedBody) return;
    try {
      await this.transport.send({
        to: mail.recipient,
        subject: mail.subject,
        text: this.box.open(mailContext, mail.sealedBody),
        messageId: `<mail-${mail.id}@onegate>`,
      });
    } catch (error) {
      await this.recordFailure(mail, error);
      throw error;
    }
    await this.database.of(OutgoingMail).update(mail.id, {
      sentAt: this.clock.now(),
      sealedBody: null,
      attempts: mail.attempts + 1,
      lastError: null,
    });
    this.log.info({ mailId, subject: mail.subject }, 'Mail sent');
  }

  /** Mails that nobody is delivering: the process died between commit and enqueueing. Also forgets what is old. */
  async startWaiting(): Promise<{ started: number }> {
    const now = this.clock.now().getTime();
    const mails = this.database.of(OutgoingMail);
    await mails.delete({ createdAt: LessThan(new Date(now - keptForMillis)) });
    const waiting = await mails.find({
      where: { sentAt: IsNull(), attempts: 0, createdAt: LessThan(new Date(now - minute)) },
      select: { id: true, createdAt: true },
      order: { createdAt: 'asc' },
      take: 500,
    });
    const fresh = waiting.filter(({ createdAt }) => createdAt.getTime() > now - staleAfterMillis);
    for (const { id } of fresh) await startDelivery(this.jobs, id);
    return { started: fresh.length };
  }

  private async recordFailure(mail: OutgoingMail, error: unknown): Promise<void> {
    const lastError = error instanceof Error ? error.message : String(error);
    await this.database.of(OutgoingMail).update(mail.id, { attempts: mail.attempts + 1, lastError });
  }
}
