import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
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
  private server: Awaited<ReturnType<typeof mailServer>> | undefined;

  constructor(
    private readonly url: string,
    private readonly from: string,
  ) {
    super();
  }

  async send(mail: AddressedMail): Promise<void> {
    this.server ??= await mailServer(this.url);
    await this.server.sendMail({ ...mail, from: this.from });
  }
}

/** Without a mail server: one .eml file per mail, and a log line that says where it is, not what it says. */
class FolderTransport extends MailTransport {
  private composer: Awaited<ReturnType<typeof mailComposer>> | undefined;

  constructor(
    private readonly folder: string,
    private readonly from: string,
    private readonly log: Logger,
  ) {
    super();
  }

  async send(mail: AddressedMail): Promise<void> {
    this.composer ??= await mailComposer();
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

/** The library is loaded with the first mail: most processes send none. */
async function mailServer(url: string) {
  const { createTransport } = await import('nodemailer');
  return createTransport(url);
}

async function mailComposer() {
  const { createTransport } = await import('nodemailer');
  return createTransport({ streamTransport: true, buffer: true });
}

export function mailTransport({ mail, runtime }: Configuration, log: Logger): MailTransport {
  if (mail.smtpUrl) return new SmtpTransport(mail.smtpUrl, mail.from);
  return new FolderTransport(path.join(runtime.dataDir, 'mail'), mail.from, log);
}
