import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Events of a streamed response, in the batches in which they were written. */
@Entity('stored_response_events')
export class StoredResponseEvents {
  @PrimaryColumn({
    name: 'stored_response_id',
    type: 'bigint',
    transformer: { from: Number, to: (value: unknown) => value },
  })
  storedResponseId!: number;

  @PrimaryColumn({ name: 'first_sequence', type: 'integer' })
  firstSequence!: number;

  @Column({ name: 'sealed_events', type: 'text' })
  sealedEvents!: string;
}
