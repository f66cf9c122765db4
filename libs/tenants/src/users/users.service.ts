import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import { User } from './user.entity.js';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly isSuperAdmin: boolean;
}

/** Who exists. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
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
}
