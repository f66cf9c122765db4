import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity, Unique } from 'typeorm';

/** That an account serves a model, and what the model is called there. */
@Entity('upstream_models')
@Unique('upstream_models_account_model', ['accountId', 'modelId'])
export class UpstreamModel {
  @IdColumn()
  id!: number;

  @ReferenceColumn('account_id')
  accountId!: number;

  @ReferenceColumn('model_id')
  modelId!: number;

  @Column({ name: 'upstream_name', type: 'text' })
  upstreamName!: string;

  /** Where it differs from the account's. */
  @Column({ name: 'cost_bps', type: 'integer', nullable: true })
  costBps!: number | null;

  /** Switched off also where the account would serve it unlisted. */
  @Column({ name: 'is_enabled', type: 'boolean', default: true })
  isEnabled!: boolean;

  @TimeColumn('created_at')
  createdAt!: Date;
}
