import type { AccountTag } from '@onegate/billing';
import { TimeColumn } from '@onegate/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whether what is said in the calls of an account is kept. Without a row it is not. */
@Entity('content_settings')
export class ContentSetting {
  @PrimaryColumn({ type: 'text', collation: 'C' })
  account!: AccountTag;

  @Column({ name: 'is_kept', type: 'boolean' })
  isKept!: boolean;

  @Column({ name: 'retention_days', type: 'integer' })
  retentionDays!: number;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}
