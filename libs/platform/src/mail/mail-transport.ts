import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import type { Configuration } from '../config/configuration.js';
import type { Logger } from '../logging/logger.js';
import type { Mail } from './mail.js';

export interface AddressedMail extends Mail {
  readonly messageId: string;
}

/** The way a mail leaves the house. */
export abstract class MailTransport {
  abstract send(mail: AddressedMail): Promise<void>;
}

class SmtpTransport extends MailTransport {
  private readonly smtp;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    this.smtp = createTransport(url, { from });
  }

  async send(mail: AddressedMail): Promise<void> {
    await this.smtp.sendMail({ ...mail, from: this.from });
  }
}

/** Without a mail server: one .eml file per mail, and a log line that says where it is, not what it says. */
class FolderTransport extends MailTransport {
  private readonly composer;

  constructor(
    private readonly folder: string,
    private readonly from: string,
    private readonly log: Logger,
  ) {
    super();
    this.composer = createTransport({ streamTransport: true, buffer: true });
  }

  async send(mail: AddressedMail): Promise<void> {
    const { message } = await this.composer.sendMail({ ...mail, from: this.from });
    const file = path.join(
      this.folder,
      `${new Date().toISOString().replaceAll(':', '-')}-${mail.messageId.slice(1, -9)}.eml`,
    );
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeFile(file, message as Buffer, { mode: 0o600 });
    this.log.info({ file, subject: mail.subject }, 'No SMTP_URL is set: the mail is in a file');
  }
}

export function mailTransport({ mail, runtime }: Configuration, log: Logger): MailTransport {
  if (mail.smtpUrl) return new SmtpTransport(mail.smtpUrl, mail.from);
  return new FolderTransport(path.join(runtime.dataDir, 'mail'), mail.from, log);
}
