import { IdColumn, ReferenceColumn, TimeColumn, sealedColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';

/** An address of an account that is called when there is something to tell. */
@Entity('webhook_endpoints')
export class WebhookEndpoint {
  @IdColumn()
  id!: number;

  /** `whk_…` */
  @Column({ name: 'public_id', type: 'text', unique: true })
  publicId!: string;

  @ReferenceColumn('wallet_id')
  walletId!: number;

  @Column('text')
  url!: string;

  @Column({ name: 'sealed_secret', type: 'text' })
  sealedSecret!: string;

  /** The secret before the last rotation: calls are signed with it too until `previousUntil`. */
  @Column({ name: 'previous_sealed_secret', type: 'text', nullable: true })
  previousSealedSecret!: string | null;

  @TimeColumn('previous_until', { nullable: true })
  previousUntil!: Date | null;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive!: boolean;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('updated_at')
  updatedAt!: Date;
}

/** The context to which the secrets of an endpoint are encrypted. */
export function secretContext({ publicId }: Pick<WebhookEndpoint, 'publicId'>): string {
  return `webhook/${publicId}`;
}

/** What calls are signed with, so that their receivers know that they are from us. */
export const webhookSecrets = [
  sealedColumn(WebhookEndpoint, 'sealedSecret', secretContext),
  sealedColumn(WebhookEndpoint, 'previousSealedSecret', secretContext),
];
