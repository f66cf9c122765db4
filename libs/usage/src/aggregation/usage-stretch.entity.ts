import type { AccountTag } from '@onegate/billing';
import { TimeColumn } from '@onegate/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SummedLength } from './stretch-lengths.js';

/**
 * `changed`: something was added or corrected since anybody looked. `summing`: it is being summed up, and may be told to
 * have changed meanwhile. `summed`: as a whole. `small`: not worth it.
 */
export type StretchState = 'changed' | 'small' | 'summed' | 'summing';

/** A length of time in which an account made calls, and whether it is summed up as a whole. */
@Entity('usage_stretches')
export class UsageStretch {
  @PrimaryColumn({ type: 'text', collation: 'C' })
  account!: AccountTag;

  @PrimaryColumn({ type: 'text', collation: 'C' })
  length!: SummedLength;

  @PrimaryColumn('timestamptz')
  at!: Date;

  @Column('text')
  state!: StretchState;

  /** Of whoever is summing it up: the last one who began. */
  @Column('uuid', { nullable: true })
  attempt!: string | null;

  @TimeColumn('summed_at', { nullable: true })
  summedAt!: Date | null;
}
