import { Inject, Injectable } from '@nestjs/common';
import type { BilledAccount } from '@onegate/billing';
import { CONFIGURATION, Database, type Configuration } from '@onegate/platform';
import type { ByteLimit } from './content/measure.js';
import { fileQuotaExceeded, fileTooLarge, tooManyFiles } from './file.errors.js';

interface Held {
  readonly count: number;
  readonly bytes: number;
}

/** How many files an account can have, and how large. What is replaced does not count. */
@Injectable()
export class FileQuota {
  constructor(
    private readonly database: Database,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** How much an upload that begins now may bring. Whether it still fits is decided again when it is complete. */
  async limitFor(account: BilledAccount, replacedPath?: string): Promise<ByteLimit> {
    const { maxBytes, accountBytes } = this.config.files;
    const held = await this.held(account, replacedPath);
    this.refuseCount(held);
    const left = Math.max(0, accountBytes - held.bytes);
    return left < maxBytes
      ? { bytes: left, exceeded: () => fileQuotaExceeded({ limit: accountBytes }) }
      : { bytes: maxBytes, exceeded: () => fileTooLarge({ limit: maxBytes }) };
  }

  /** Within the transaction that adds the file, alone for its account. */
  async admit(account: BilledAccount, bytes: bigint, replacedPath?: string): Promise<void> {
    const { accountBytes } = this.config.files;
    const held = await this.held(account, replacedPath);
    this.refuseCount(held);
    if (held.bytes + Number(bytes) > accountBytes) throw fileQuotaExceeded({ limit: accountBytes });
  }

  private refuseCount({ count }: Held): void {
    const { accountCount } = this.config.files;
    if (count >= accountCount) throw tooManyFiles({ limit: accountCount });
  }

  private async held({ kind, id }: BilledAccount, replacedPath: string | undefined): Promise<Held> {
    const column = kind === 'user' ? 'user_id' : 'tenant_id';
    const [row] = await this.database.query<{ count: string; bytes: string }>(
      `select count(*) as count, coalesce(sum(bytes), 0) as bytes from files
       where ${column} = $1 and ($2::text is null or path is distinct from $2)`,
      [id, replacedPath ?? null],
    );
    return { count: Number(row?.count ?? 0), bytes: Number(row?.bytes ?? 0) };
  }
}
