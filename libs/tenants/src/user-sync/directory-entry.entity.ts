import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SyncProblemCode } from './sync-problems.js';

export type EntryOutcome = 'created' | 'updated' | 'reactivated' | 'unchanged' | 'inactive' | 'problem';

/** A person as the directory listed him in a run that is under way; gone when the run has ended. */
@Entity('directory_entries')
export class DirectoryEntry {
  @PrimaryColumn({ name: 'run_id', type: 'bigint' })
  runId!: string;

  @PrimaryColumn({ name: 'external_id', type: 'text' })
  externalId!: string;

  /** His place in the listing. */
  @Column('integer')
  position!: number;

  @Column({ type: 'text', nullable: true })
  email!: string | null;

  @Column('text')
  name!: string;

  @Column('boolean')
  active!: boolean;

  /** Whether he got the e-mail in this run. */
  @Column({ type: 'boolean', default: false })
  renamed!: boolean;

  @Column({ type: 'text', nullable: true })
  problem!: SyncProblemCode | null;

  /** What was done; none until it is his turn. */
  @Column({ type: 'text', nullable: true })
  outcome!: EntryOutcome | null;
}
