import type { KeyObject } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import {
  Clock,
  Database,
  LOGGER,
  RedisChannels,
  sealedColumn,
  SecretBox,
  type Channel,
  type Logger,
} from '@onegate/platform';
import { z } from 'zod';
import { newReceiptKeyPair, privateKeyOf, publicKeyOf } from './receipt-key-pair.js';
import { ReceiptKey } from './receipt-key.entity.js';
import { signingKey, type SigningKey } from './signing-key.js';

const receiptKeysChanged: Channel<object> = { name: 'receipt-keys', message: z.object({}) };
const contextOf = (keyId: string) => `receipt-key/${keyId}`;

/** The keys that receipts are signed with and proved by. The first one is made at the first start. */
@Injectable()
export class ReceiptKeys implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly publicKeys = new Map<string, KeyObject>();
  private active: SigningKey | null = null;
  private isOver = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly channels: RedisChannels,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const reload = (): void => void this.tryToLoad();
    await this.channels.subscribe(receiptKeysChanged, reload);
    this.channels.onMissed(reload);
    await this.tryToLoad();
  }

  onApplicationShutdown(): void {
    this.isOver = true;
  }

  /** Before the first start. Whoever does this at the same time makes one between them. */
  ensure(): Promise<void> {
    return this.database.exclusively('receipt-keys', async () => {
      if ((await this.database.of(ReceiptKey).count()) === 0) await this.add();
    });
  }

  /** From memory: every call asks. A process that has not heard of a new key yet signs with the one before, which counts too. */
  get signing(): SigningKey | null {
    return this.active;
  }

  /** The newest first. */
  list(): Promise<ReceiptKey[]> {
    return this.database.of(ReceiptKey).find({ order: { id: 'desc' } });
  }

  /** `null` for a key that never was one of ours. */
  async publicKey(keyId: string): Promise<KeyObject | null> {
    const known = this.publicKeys.get(keyId);
    if (known) return known;
    const row = await this.database.of(ReceiptKey).findOneBy({ keyId });
    return row ? this.remember(row) : null;
  }

  /** Signs from now on. Within the caller's transaction. */
  async add(): Promise<ReceiptKey> {
    const { keyId, publicKey, privateKey } = newReceiptKeyPair();
    const sealedPrivateKey = this.box.seal(contextOf(keyId), privateKey);
    await this.database.of(ReceiptKey).insert({
      keyId,
      publicKey,
      sealedPrivateKey,
      createdAt: this.clock.now(),
    });
    await this.database.afterCommit(() => this.channels.publish(receiptKeysChanged, {}));
    return this.database.of(ReceiptKey).findOneByOrFail({ keyId });
  }

  /** Calls are answered without receipts rather than not at all: so it is while the database is set up, too. */
  private async tryToLoad(): Promise<void> {
    try {
      await this.load();
    } catch (err) {
      if (!this.isOver) this.log.warn({ err: String(err) }, 'There is no key to sign receipts with');
    }
  }

  private async load(): Promise<void> {
    const rows = await this.list();
    for (const row of rows) this.remember(row);
    const [newest] = rows;
    if (!newest) return;
    const { keyId, sealedPrivateKey } = newest;
    this.active = signingKey(keyId, privateKeyOf(this.box.open(contextOf(keyId), sealedPrivateKey)));
  }

  private remember({ keyId, publicKey }: ReceiptKey): KeyObject {
    const key = publicKeyOf(publicKey);
    this.publicKeys.set(keyId, key);
    return key;
  }
}

export const sealedReceiptKey = sealedColumn(ReceiptKey, 'sealedPrivateKey', ({ keyId }) => contextOf(keyId));
