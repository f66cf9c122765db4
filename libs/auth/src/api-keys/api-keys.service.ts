import { Injectable } from '@nestjs/common';
import { Clock, Database, KeyRing, newId, randomAlphanumeric, TokenHasher } from '@onegate/platform';
import { In } from 'typeorm';
import { ApiKey } from './api-key.entity.js';

interface NewKey {
  readonly userId: number;
  readonly name: string;
  /** A chosen value, for the bootstrap key only. */
  readonly value?: string;
}

@Injectable()
export class ApiKeysService {
  private readonly hasher: TokenHasher;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    ring: KeyRing,
  ) {
    this.hasher = new TokenHasher(ring, 'api-key');
  }

  /** Looks a key up under every hash key in use, so that keys survive a rotation of the master secret. */
  findByValue(value: string): Promise<ApiKey | null> {
    return this.database.of(ApiKey).findOneBy({ hash: In(this.hasher.candidates(value)) });
  }

  async create({ userId, name, value = newKeyValue() }: NewKey): Promise<{ key: ApiKey; value: string }> {
    const key = await this.database.of(ApiKey).save({
      publicId: newId('key'),
      userId,
      name,
      hash: this.hasher.hash(value),
      redactedValue: redact(value),
      createdAt: this.clock.now(),
    });
    return { key, value };
  }
}

function newKeyValue(): string {
  return `sk-onegate-${randomAlphanumeric(40)}`;
}

function redact(value: string): string {
  const prefix = /^sk[-_]([a-z]+[-_])?/.exec(value)?.[0] ?? '';
  return `${prefix}...${value.slice(-4)}`;
}
