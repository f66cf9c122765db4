import { TimeColumn } from '@onegate/platform';
import { Entity, PrimaryColumn } from 'typeorm';
import type { ProviderName } from '../providers/provider-facts.js';

/** How far the events of a provider were read when it was asked for them. */
@Entity('payment_feeds')
export class PaymentFeed {
  @PrimaryColumn('text')
  provider!: ProviderName;

  @PrimaryColumn({ name: 'is_live', type: 'boolean' })
  isLive!: boolean;

  @TimeColumn('read_until')
  readUntil!: Date;
}
