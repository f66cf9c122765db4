import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { until } from './until.ts';

export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same as a page, where it was sent along. */
  readonly html: string | null;
}

/** A real mail server that keeps what it is sent. */
export class Mailbox {
  readonly received: ReceivedMail[] = [];
  private readonly server: SMTPServer;

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join(',');
        void this.keep(to, stream).finally(() => done());
      },
    });
  }

  static async open(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    await new Promise<void>((resolve) => {
      mailbox.server.listen(0, '127.0.0.1', () => resolve());
    });
    return mailbox;
  }

  /** For `SMTP_URL`. */
  get url(): string {
    const { port } = this.server.server.address() as AddressInfo;
    return `smtp://127.0.0.1:${port}`;
  }

  of(address: string): ReceivedMail[] {
    return this.received.filter(({ to }) => to === address);
  }

  /** The newest of so many mails to an address, once they have arrived. */
  newest(address: string, count = 1): Promise<ReceivedMail> {
    return until(`mail ${count} for ${address}`, () => {
      const mails = this.of(address);
      return mails.length >= count ? mails.at(-1) : undefined;
    });
  }

  private async keep(to: string, stream: SMTPServerDataStream): Promise<void> {
    const { subject = '', text = '', html } = await simpleParser(stream);
    this.received.push({ to, subject, text, html: html === false ? null : (html ?? null) });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }
}
