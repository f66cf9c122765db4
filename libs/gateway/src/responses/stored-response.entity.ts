import { OwnedByAccount } from '@onegate/billing';
import { IdColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity, Unique } from 'typeorm';

export type StoredStatus = 'queued' | 'in_progress' | 'completed' | 'incomplete' | 'failed' | 'cancelled';

/** A response that its account can come back to. What was said in it is sealed. */
@Entity('stored_responses')
@Unique('stored_responses_account_response', ['account', 'responseId'])
export class StoredResponse extends OwnedByAccount {
  @IdColumn()
  id!: number;

  /** The tag of the account that made it; nobody else sees it. */
  @Column('text')
  account!: string;

  @Column({ name: 'response_id', type: 'text' })
  responseId!: string;

  @Column({ name: 'previous_response_id', type: 'text', nullable: true })
  previousResponseId!: string | null;

  @Column('text')
  status!: StoredStatus;

  @Column({ name: 'is_background', type: 'boolean', default: false })
  isBackground!: boolean;

  /** Until when the process that works on it is taken to be alive. */
  @TimeColumn('lease_until', { nullable: true })
  leaseUntil!: Date | null;

  /** Of its input and output, so that they can be referred to. */
  @Column({ name: 'item_ids', type: 'text', array: true, default: '{}' })
  itemIds!: string[];

  @Column({ name: 'sealed_input', type: 'text' })
  sealedInput!: string;

  @Column({ name: 'sealed_response', type: 'text' })
  sealedResponse!: string;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('expires_at')
  expiresAt!: Date;
}
