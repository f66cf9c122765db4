import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/** That a person got the credit for signing up. Stays when he deletes his account, so that he does not get it again. */
@Entity('sign_up_credits')
export class SignUpCreditRecord {
  @IdColumn()
  id!: number;

  @ReferenceColumn('user_id', { unique: true })
  userId!: number;

  /** A keyed hash of his mailbox: it says whether an address is the same one, and not which. */
  @Column({ name: 'person_hash', type: 'text', unique: true })
  personHash!: string;

  @TimeColumn('granted_at')
  grantedAt!: Date;
}
