import { ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Entity, PrimaryColumn } from 'typeorm';

/** A month whose events are kept no longer. */
@Entity('retired_months')
export class RetiredMonth {
  /** `2026_01` */
  @PrimaryColumn({ type: 'text', collation: 'C' })
  month!: string;

  @TimeColumn('end_at')
  endAt!: Date;

  @ReferenceColumn('calls')
  calls!: number;

  @TimeColumn('retired_at')
  retiredAt!: Date;
}
