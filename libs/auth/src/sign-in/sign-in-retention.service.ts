import { Injectable } from '@nestjs/common';
import { Clock, Database, defineJob } from '@onegate/platform';
import { z } from 'zod';

const day = 24 * 3_600_000;

export const forgetOldSignIns = defineJob({
  name: 'sign-in-retention',
  about: 'Deletes sessions, reset links and codes that ended long ago',
  payload: z.object({}),
});

/** What cannot be used any more is kept for a while, for whoever looks into an incident, and then deleted. */
@Injectable()
export class SignInRetention {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async forgetOld(): Promise<void> {
    const now = this.clock.now().getTime();
    const [monthAgo, weekAgo] = [new Date(now - 30 * day), new Date(now - 7 * day)];
    await this.database.query('delete from sessions where expires_at < $1 or revoked_at < $1', [monthAgo]);
    await this.database.query('delete from password_resets where expires_at < $1', [weekAgo]);
    await this.database.query('delete from email_codes where expires_at < $1', [new Date(now)]);
  }
}
