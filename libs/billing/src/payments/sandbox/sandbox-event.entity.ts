import { TimeColumn } from '@onegate/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the sandbox has to tell, and whether the API has heard it. */
@Entity('sandbox_events')
export class SandboxEvent {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  type!: string;

  @Column('jsonb')
  body!: object;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('deliver_at')
  deliverAt!: Date;

  @TimeColumn('delivered_at', { nullable: true })
  deliveredAt!: Date | null;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;
}
