import { TimeColumn } from '@onegate/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that the sandbox remembers. Nothing in it is the data of a card, only what kind of test card it was. */
@Entity('sandbox_objects')
export class SandboxObject {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  kind!: 'customer' | 'method' | 'session' | 'charge' | 'reversal';

  @Column({ name: 'idempotency_key', type: 'text', nullable: true, unique: true })
  idempotencyKey!: string | null;

  @Column('jsonb')
  body!: object;

  @TimeColumn('created_at')
  createdAt!: Date;
}
