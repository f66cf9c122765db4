import { ReferenceColumn } from '@onegate/platform';
import { Entity, PrimaryColumn } from 'typeorm';

/** The last number that was given. Locked by who gives the next one until his transaction ends, so that none is lost. */
@Entity('invoice_counters')
export class InvoiceCounter {
  @PrimaryColumn('text')
  series!: string;

  @ReferenceColumn('last_number')
  lastNumber!: number;
}
