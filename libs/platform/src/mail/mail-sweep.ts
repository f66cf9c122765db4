import { Injectable } from '@nestjs/common';
import { Between, IsNull, LessThan } from 'typeorm';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { JobQueue } from '../jobs/job-queue.js';
import { startDelivery } from './mailer.js';
import { OutgoingMail } from './outgoing-mail.entity.js';

const minute = 60_000;
/** A mail that is older than this when it could at last be sent would only confuse. */
const staleAfterMillis = 24 * 60 * minute;
const keptForMillis = 30 * 24 * 60 * minute;

/** Finds what delivery alone would miss: a process that died between commit and enqueueing, a Redis that was emptied. */
@Injectable()
export class MailSweep {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Starts the delivery of waiting mails; one that is under way already stays one. */
  async startWaiting(): Promise<{ started: number }> {
    const now = this.clock.now().getTime();
    const waiting = await this.database.of(OutgoingMail).find({
      where: {
        sentAt: IsNull(),
        createdAt: Between(new Date(now - staleAfterMillis), new Date(now - minute)),
      },
      select: { id: true },
      order: { createdAt: 'asc' },
      take: 500,
    });
    for (const { id } of waiting) await startDelivery(this.jobs, id);
    return { started: waiting.length };
  }

  async forgetOld(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - keptForMillis);
    await this.database.of(OutgoingMail).delete({ createdAt: LessThan(before) });
  }
}
