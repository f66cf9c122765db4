import { BigintColumn, IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { MovementKind } from './ledger-kinds.js';

/** One line of a wallet's statement. Its entries add up to zero; it is never changed. */
@Entity('ledger_transactions')
export class LedgerTransaction {
  @IdColumn()
  id!: number;

  /** `txn_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('wallet_id')
  walletId!: number;

  /** 1, 2, 3 … for each wallet, without a gap. */
  @ReferenceColumn('number')
  number!: number;

  @Column('text')
  kind!: MovementKind;

  @Column({ type: 'text', unique: true })
  reference!: string;

  /** What the balance changed by. */
  @BigintColumn('change_nano')
  changeNano!: bigint;

  @BigintColumn('balance_after_nano')
  balanceAfterNano!: bigint;

  /** How much of it no grant covered. */
  @BigintColumn('overdraft_nano', { default: 0 })
  overdraftNano!: bigint;

  /** Of usage: the batch that its events carry, their day in UTC, and how many they are. */
  @Column({ type: 'text', nullable: true })
  batch!: string | null;

  @Column({ type: 'date', nullable: true })
  day!: string | null;

  @Column({ type: 'integer', nullable: true })
  calls!: number | null;

  /** For people: why. */
  @Column({ type: 'text', nullable: true })
  about!: string | null;

  @ReferenceColumn('actor_user_id', { nullable: true })
  actorUserId!: number | null;

  @TimeColumn('posted_at')
  postedAt!: Date;
}
