import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** argon2id with the parameters that OWASP recommends: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const current = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`;

@Injectable()
export class Passwords {
  private readonly decoy = hash('a password that nobody has', cost);

  hash(password: string): Promise<string> {
    return hash(password, cost);
  }

  /** Takes as long for a person who does not exist, so that time tells nobody which e-mails we know. */
  async matches(stored: string | null | undefined, password: string): Promise<boolean> {
    const matched = await verify(stored ?? (await this.decoy), password);
    return matched && Boolean(stored);
  }

  /** Whether it was made with other parameters than are used now. */
  isOutdated(stored: string): boolean {
    return !stored.startsWith(current);
  }
}
