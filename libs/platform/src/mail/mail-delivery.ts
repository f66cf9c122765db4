import { Inject, Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Clock } from '../clock/clock.js';
import { SecretBox } from '../crypto/secret-box.js';
import { Database } from '../database/database.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { mailContext } from './mailer.js';
import { MailTransport } from './mail-transport.js';
import { OutgoingMail } from './outgoing-mail.entity.js';

/** Sends what waits. A mail may arrive twice when the process dies right after sending; it is never lost. */
@Injectable()
export class MailDelivery {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly transport: MailTransport,
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
        ...(mail.sealedHtml !== null && { html: this.box.open(mailContext, mail.sealedHtml) }),
        messageId: `<mail-${mail.id}@onegate>`,
      });
    } catch (error) {
      await this.recordFailure(mail, error);
      throw error;
    }
    await this.database.of(OutgoingMail).update(mail.id, {
      sentAt: this.clock.now(),
      sealedBody: null,
      sealedHtml: null,
      attempts: mail.attempts + 1,
      lastError: null,
    });
    this.log.info({ mailId, subject: mail.subject }, 'Mail sent');
  }

  private async recordFailure(mail: OutgoingMail, error: unknown): Promise<void> {
    const lastError = error instanceof Error ? error.message : String(error);
    await this.database.of(OutgoingMail).update(mail.id, { attempts: mail.attempts + 1, lastError });
  }
}
