import { IdColumn, ReferenceColumn, TimeColumn } from '@onegate/platform';
import { Column, Entity } from 'typeorm';
import type { ProviderName } from '../providers/provider-facts.js';

/** `unchanged`: known already; `unrelated`: about nothing of ours; `refused`: it contradicts what was agreed. */
export type EventOutcome = 'applied' | 'unchanged' | 'unrelated' | 'refused';

/** Something that a provider told us, by webhook or when asked. Its row is why it counts once. */
@Entity('payment_events')
export class PaymentEvent {
  @IdColumn()
  id!: number;

  @Column('text')
  provider!: ProviderName;

  @Column({ name: 'event_id', type: 'text' })
  eventId!: string;

  @Column('text')
  type!: string;

  @ReferenceColumn('payment_id', { nullable: true })
  paymentId!: number | null;

  @Column('text')
  outcome!: EventOutcome;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @TimeColumn('occurred_at')
  occurredAt!: Date;

  @TimeColumn('received_at')
  receivedAt!: Date;
}
