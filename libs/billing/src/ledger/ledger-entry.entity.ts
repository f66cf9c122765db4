import { BigintColumn, ReferenceColumn } from '@onegate/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LedgerAccount } from './ledger-kinds.js';

/** One side of a transaction: what one account of the books got (positive) or gave (negative), seen from the wallet. */
@Entity('ledger_entries')
export class LedgerEntry {
  @PrimaryColumn({ name: 'transaction_id', type: 'bigint' })
  transactionId!: string;

  @PrimaryColumn('smallint')
  line!: number;

  @Column('text')
  account!: LedgerAccount;

  /** For `credit`: the grant that it is about. */
  @ReferenceColumn('grant_id', { nullable: true })
  grantId!: number | null;

  @BigintColumn('amount_nano')
  amountNano!: bigint;
}
