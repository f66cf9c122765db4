import { Injectable } from '@nestjs/common';
import { Database, SecretBox, sealedColumn } from '@onegate/platform';
import { StoredResponseEvents } from './stored-response-events.entity.js';

/** What of a stream was kept, to be told again. */
@Injectable()
export class ResponseEvents {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
  ) {}

  /** Behind those that are there; `from` is how many that are. */
  async append(rowId: number, from: number, events: readonly string[]): Promise<void> {
    if (events.length === 0) return;
    await this.database.of(StoredResponseEvents).insert({
      storedResponseId: rowId,
      firstSequence: from,
      sealedEvents: this.box.seal(contextOf(rowId, from), JSON.stringify(events)),
    });
  }

  /** Those from a number on. */
  async from(rowId: number, first: number): Promise<string[]> {
    const batches = await this.database
      .of(StoredResponseEvents)
      .createQueryBuilder('e')
      .where('e.storedResponseId = :rowId', { rowId })
      .andWhere(
        `e.firstSequence >= coalesce((select max(b.first_sequence) from stored_response_events b
          where b.stored_response_id = :rowId and b.first_sequence <= :first), 0)`,
        { first },
      )
      .orderBy('e.firstSequence')
      .getMany();
    return batches.flatMap(({ firstSequence, sealedEvents }) => {
      const events = JSON.parse(this.box.open(contextOf(rowId, firstSequence), sealedEvents)) as string[];
      return events.slice(Math.max(0, first - firstSequence));
    });
  }
}

function contextOf(rowId: number, from: number): string {
  return `response-events/${rowId}/${from}`;
}

export const sealedResponseEvents = sealedColumn(
  StoredResponseEvents,
  'sealedEvents',
  ({ storedResponseId, firstSequence }) => contextOf(storedResponseId, firstSequence),
);
