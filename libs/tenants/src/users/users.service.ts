import { Inject, Injectable } from '@nestjs/common';
import { Clock, Database, LOGGER, newId, type Logger } from '@onegate/platform';
import { User } from './user.entity.js';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly isSuperAdmin: boolean;
}

/** Does what follows from it that somebody was shown to own his e-mail, within the transaction that notes it. */
export type EmailProofListener = (user: User) => Promise<void>;

/** Who exists. */
@Injectable()
export class UsersService {
  private readonly proofListeners: EmailProofListener[] = [];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  findById(id: number): Promise<User | null> {
    return this.database.of(User).findOneBy({ id });
  }

  findByEmail(email: string): Promise<User | null> {
    return this.database.of(User).findOneBy({ email: email.toLowerCase() });
  }

  create(user: NewUser): Promise<User> {
    const now = this.clock.now();
    return this.database.of(User).save({
      ...user,
      email: user.email.toLowerCase(),
      publicId: newId('usr'),
      status: 'active',
      createdAt: now,
      updatedAt: now,
    });
  }

  /** For the libs above this one. */
  whenEmailProven(listener: EmailProofListener): void {
    this.proofListeners.push(listener);
  }

  /**
   * Somebody has just shown that his e-mail is his. Never fails: nobody is kept from signing in by what follows from it,
   * and what did not work is tried again when he signs in the next time.
   */
  async emailProven(user: User): Promise<void> {
    if (user.verifiedEmail === user.email) return;
    try {
      await this.database.afterCommit(() => this.noteProof(user));
    } catch (err) {
      this.log.error({ err, userId: user.id }, 'What follows from a proven e-mail could not be done');
    }
  }

  private async noteProof(user: User): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.of(User).update(user.id, { verifiedEmail: user.email });
      for (const listener of this.proofListeners) await listener(user);
    });
  }
}
