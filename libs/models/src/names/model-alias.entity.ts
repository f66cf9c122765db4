import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

export type AliasOrigin = 'snapshot' | 'admin';

/** Another name of a model, given by people or with the snapshot. Names that follow from the slug need no row. */
@Entity('model_aliases')
export class ModelAlias {
  @IdColumn()
  id!: number;

  @ReferenceColumn('model_id')
  modelId!: number;

  /** As it was written. */
  @Column('text')
  alias!: string;

  /** As it is looked up. */
  @Column({ type: 'text', unique: true })
  normal!: string;

  @Column('text')
  origin!: AliasOrigin;

  @TimeColumn('created_at')
  createdAt!: Date;
}
