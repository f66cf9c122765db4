import { Injectable } from '@nestjs/common';
import { Clock, Database, KeyRing, Mailer, randomDigits, TokenHasher } from '@onegate/platform';
import { User } from '@onegate/tenants';
import { accountName } from '../sign-in/attempt-rules.js';
import { EmailCode } from './email-code.entity.js';

export const codeSeconds = 600;
const digits = 6;
const maxTries = 5;

interface TriedCode {
  readonly id: string;
  readonly user_id: string;
  readonly hash: string;
}

/** The six-digit codes that people sign in with. A stranger's address gets none: codes make no accounts. */
@Injectable()
export class EmailCodes {
  private readonly hasher: TokenHasher;

  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
    ring: KeyRing,
  ) {
    this.hasher = new TokenHasher(ring, 'email-code');
  }

  /** Mails one, if the address belongs to somebody who may sign in. An earlier one does not work any more. */
  async mailTo(address: string): Promise<{ mailed: boolean }> {
    const email = accountName(address);
    return this.database.transaction(async () => {
      const user = await this.database.of(User).findOneBy({ email, status: 'active' });
      if (!user) return { mailed: false };
      const code = randomDigits(digits);
      await this.store(user.id, code);
      await this.mailer.send(codeMail(email, code));
      return { mailed: true };
    });
  }

  /** Whose code it is; `null` when it is wrong, expired, used, or tried too often. Each call is a try. */
  async redeem(address: string, code: string): Promise<number | null> {
    const [tried] = await this.countTry(accountName(address));
    if (!tried || !this.hasher.matches(bound(tried.user_id, code), tried.hash)) return null;
    const { affected } = await this.database.of(EmailCode).delete({ id: Number(tried.id), hash: tried.hash });
    return affected === 1 ? Number(tried.user_id) : null;
  }

  /** Counts in the statement that reads: however many tries come at once, only the permitted number sees the hash. */
  private async countTry(email: string): Promise<TriedCode[]> {
    const [rows] = await this.database.query<TriedCode[]>(
      `update email_codes c set tries = c.tries + 1 from users u
       where u.id = c.user_id and u.email = $1 and u.status = 'active' and c.expires_at > $2 and c.tries < $3
       returning c.id, c.user_id, c.hash`,
      [email, this.clock.now(), maxTries],
    );
    return rows ?? [];
  }

  private async store(userId: number, code: string): Promise<void> {
    const now = this.clock.now();
    const fresh = {
      userId,
      hash: this.hasher.hash(bound(userId, code)),
      tries: 0,
      createdAt: now,
      expiresAt: new Date(now.getTime() + codeSeconds * 1000),
    };
    await this.database.of(EmailCode).upsert(fresh, ['userId']);
  }
}

/** A code counts for one person only. */
function bound(userId: number | string, code: string): string {
  return `${userId}:${code}`;
}

function codeMail(to: string, code: string) {
  return {
    to,
    subject: 'Your Onegate sign-in code',
    text: [
      `Your code is ${code}`,
      'It works once, within 10 minutes. Give it to nobody. If you did not ask for it, ignore this mail.',
    ].join('\n\n'),
  };
}
