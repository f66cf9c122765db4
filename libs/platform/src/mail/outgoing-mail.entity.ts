import { Column, Entity } from 'typeorm';
import { IdColumn, TimeColumn } from '../database/columns.js';

/** A mail that is to be sent: written in the transaction that causes it, so that neither happens without the other. */
@Entity('outgoing_mails')
export class OutgoingMail {
  @IdColumn()
  id!: number;

  @Column('text')
  recipient!: string;

  @Column('text')
  subject!: string;

  /** Encrypted, because mails carry codes and links; gone once the mail is sent. */
  @Column({ name: 'sealed_body', type: 'text', nullable: true })
  sealedBody!: string | null;

  /** The same as a page, where there is one. */
  @Column({ name: 'sealed_html', type: 'text', nullable: true })
  sealedHtml!: string | null;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: string | null;

  @TimeColumn('created_at')
  createdAt!: Date;

  @TimeColumn('sent_at', { nullable: true })
  sentAt!: Date | null;
}
