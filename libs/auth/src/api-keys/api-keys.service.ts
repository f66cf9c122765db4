import { Injectable } from '@nestjs/common';
import { Clock, Database, KeyRing, newId, randomAlphanumeric, TokenHasher } from '@onegate/platform';
import { In, IsNull } from 'typeorm';
import { ApiKey } from './api-key.entity.js';
import { keyChangedMeanwhile } from './key.errors.js';
import type { KeyLimits } from './key.schema.js';

export interface NewKey extends Partial<KeyLimits> {
  readonly userId: number;
  readonly name: string;
  /** The organization to draw on; none is the personal account. */
  readonly tenantId?: number | null;
  /** A chosen value, for the bootstrap key only. */
  readonly value?: string;
}

/** A key with its value, which nobody will ever see again. */
export interface FreshKey {
  readonly key: ApiKey;
  readonly value: string;
}

/** Makes keys and their values; whether somebody may have one is not its question. */
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

  findByValue(value: string): Promise<ApiKey | null> {
    return this.database.of(ApiKey).findOneBy({ hash: In(this.hasher.candidates(value)) });
  }

  async create({ value = newKeyValue(), ...key }: NewKey): Promise<FreshKey> {
    const now = this.clock.now();
    const saved = await this.database.of(ApiKey).save({
      ...noLimits,
      tenantId: null,
      ...key,
      publicId: newId('key'),
      ...this.stored(value),
      createdAt: now,
      updatedAt: now,
    });
    return { key: await this.database.of(ApiKey).findOneByOrFail({ id: saved.id }), value };
  }

  /** A new value; the old one works until the given moment, and one from an earlier rotation no longer. */
  async renewValue(key: ApiKey, previousUntil: Date): Promise<FreshKey> {
    const value = newKeyValue();
    const change = {
      ...this.stored(value),
      previousHash: key.hash,
      previousUntil,
      updatedAt: this.clock.now(),
    };
    const { affected } = await this.database
      .of(ApiKey)
      .update({ id: key.id, hash: key.hash, revokedAt: IsNull() }, change);
    if (affected !== 1) throw keyChangedMeanwhile();
    return { key: await this.database.of(ApiKey).findOneByOrFail({ id: key.id }), value };
  }

  private stored(value: string): Pick<ApiKey, 'hash' | 'redactedValue'> {
    return { hash: this.hasher.hash(value), redactedValue: redact(value) };
  }
}

const noLimits: KeyLimits = {
  expiresAt: null,
  quotaNanoUsd: null,
  quotaPeriod: 'none',
  requestsPerMinute: null,
  tokensPerMinute: null,
  concurrentRequests: null,
  allowedModels: null,
  allowedIps: null,
};

function newKeyValue(): string {
  return `sk-onegate-${randomAlphanumeric(40)}`;
}

function redact(value: string): string {
  const prefix = /^sk[-_]([a-z]+[-_])?/.exec(value)?.[0] ?? '';
  return `${prefix}...${value.slice(-4)}`;
}
