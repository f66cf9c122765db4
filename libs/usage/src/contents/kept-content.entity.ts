import type { AccountTag } from '@onegate/billing';
import { TimeColumn } from '@onegate/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was asked and answered in one call, of an account that wants it kept. */
@Entity('kept_contents')
export class KeptContent {
  @PrimaryColumn({ name: 'event_id', type: 'text', collation: 'C' })
  eventId!: string;

  @PrimaryColumn({ type: 'text', collation: 'C' })
  account!: AccountTag;

  /** Sealed by the secret box, for this call. */
  @Column({ name: 'sealed_content', type: 'text' })
  sealedContent!: string;

  @TimeColumn('kept_at')
  keptAt!: Date;

  @TimeColumn('kept_until')
  keptUntil!: Date;
}
