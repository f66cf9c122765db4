import { Column, Entity, Unique } from 'typeorm';
import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';

/** That somebody at a provider is one of our people. */
@Entity('identities')
@Unique('identities_provider_subject', ['provider', 'subject'])
@Unique('identities_user_provider', ['userId', 'provider'])
export class Identity {
  @IdColumn()
  id!: number;

  @ReferenceColumn('user_id')
  userId!: number;

  @Column('text')
  provider!: 'google';

  /** The provider's own id of the person; his e-mail there may change. */
  @Column('text')
  subject!: string;

  @TimeColumn('created_at')
  createdAt!: Date;
}
