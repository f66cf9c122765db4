import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimeColumn } from '@onegate/platform';

/** What an organization prescribes to the editors of its members. Sealed, because it may hold credentials. */
@Entity('remote_configs')
export class RemoteConfig {
  @PrimaryColumn({
    name: 'tenant_id',
    type: 'bigint',
    transformer: { from: Number, to: (value: unknown) => value },
  })
  tenantId!: number;

  @Column('boolean')
  enabled!: boolean;

  @Column({ name: 'sealed_value', type: 'text' })
  sealedValue!: string;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}
