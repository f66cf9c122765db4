import { Injectable } from '@nestjs/common';
import { Clock, Database, sqlStateOf } from '@onegate/platform';
import type { PersonField, PersonToChange } from './person-change.js';
import type { Person } from './person.js';
import { emailTaken } from './person.errors.js';
import { User } from './user.entity.js';

const uniqueViolation = '23505';

/** Changes what a person is called and how he signs in. Within a transaction. */
@Injectable()
export class PersonIdentity {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async change(person: Person, change: PersonToChange, fields: readonly PersonField[]): Promise<void> {
    const { name, email } = change;
    const updatedAt = this.clock.now();
    if (name !== undefined && fields.includes('name')) {
      await this.database.of(User).update(person.id, { name, updatedAt });
    }
    if (email !== undefined && fields.includes('email')) await this.changeEmail(person.id, email, updatedAt);
    if (change.setPassword) await change.setPassword(person.id);
  }

  /** The database knows who else has it, also when he took it this very moment. */
  private async changeEmail(id: number, email: string, updatedAt: Date): Promise<void> {
    try {
      await this.database.of(User).update(id, { email, updatedAt });
    } catch (error) {
      throw sqlStateOf(error) === uniqueViolation ? emailTaken() : error;
    }
  }
}
