import { IdColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/** An entry of the stream that could not be taken in, and why: kept for a person to look at. */
@Entity('usage_dead_letters')
export class UsageDeadLetter {
  @IdColumn()
  id!: number;

  /** What Redis called it. */
  @Column({ name: 'entry_id', type: 'text', unique: true })
  entryId!: string;

  /** The fields of the entry, as they came. */
  @Column('text')
  entry!: string;

  @Column('text')
  reason!: string;

  @TimeColumn('died_at')
  diedAt!: Date;
}
