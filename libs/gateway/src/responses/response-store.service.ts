import { Inject, Injectable } from '@nestjs/common';
import {
  Clock,
  CONFIGURATION,
  Database,
  SecretBox,
  type Configuration,
  sealedColumn,
} from '@onegate/platform';
import { In, LessThan } from 'typeorm';
import type { JsonObject } from '../translation/wire.js';
import type { StoredItem } from './items.js';
import { previousResponseNotFound, responseUnknown } from './state.errors.js';
import type { StateOwner } from './state-owner.js';
import { StoredResponse, type StoredStatus } from './stored-response.entity.js';

const day = 24 * 3_600_000;

/** A response with what was said in it. */
export interface KeptResponse {
  readonly rowId: number;
  readonly responseId: string;
  readonly status: StoredStatus;
  readonly isBackground: boolean;
  readonly response: JsonObject;
  readonly input: readonly StoredItem[];
}

export interface NewResponse {
  readonly responseId: string;
  readonly previousResponseId: string | null;
  readonly status: StoredStatus;
  readonly isBackground: boolean;
  readonly leaseUntil: Date | null;
  readonly input: readonly StoredItem[];
  readonly response: JsonObject;
}

/** The responses of an account, and of nobody else's. */
@Injectable()
export class ResponseStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** The id of its row; `null` where there is one of that name already. */
  async add(owner: StateOwner, made: NewResponse): Promise<number | null> {
    const now = this.clock.now();
    const context = contextOf(owner, made.responseId);
    const { input, response, ...plain } = made;
    const { raw } = await this.database
      .of(StoredResponse)
      .createQueryBuilder()
      .insert()
      .values({
        ...owner,
        ...plain,
        itemIds: [...input, ...outputOf(response)].map(({ id }) => id),
        sealedInput: this.box.seal(`${context}/input`, JSON.stringify(input)),
        sealedResponse: this.box.seal(`${context}/response`, JSON.stringify(response)),
        createdAt: now,
        expiresAt: this.expiry(now),
      })
      .orIgnore()
      .returning('id')
      .execute();
    const [row] = raw as { id: string }[];
    return row ? Number(row.id) : null;
  }

  /** What became of a response that is worked on; false where it ended otherwise before. */
  async update(owner: StateOwner, kept: KeptResponse, response: JsonObject): Promise<boolean> {
    const status = response['status'] as StoredStatus;
    const isOver = status !== 'queued' && status !== 'in_progress';
    const sealed = this.box.seal(`${contextOf(owner, kept.responseId)}/response`, JSON.stringify(response));
    const itemIds = [...kept.input, ...outputOf(response)].map(({ id }) => id);
    const rows = await this.database.query<{ id: string }>(
      `with done as (
         update stored_responses set status = $2, sealed_response = $3, item_ids = $4,
           lease_until = case when $5 then null else lease_until end
         where id = $1 and status in ('queued', 'in_progress') returning id
       ) select id from done`,
      [kept.rowId, status, sealed, itemIds, isOver],
    );
    return rows.length > 0;
  }

  async get(owner: StateOwner, responseId: string): Promise<KeptResponse> {
    const row = await this.database.of(StoredResponse).findOneBy({ account: owner.account, responseId });
    if (!row || row.expiresAt <= this.clock.now()) throw responseUnknown({ id: responseId });
    return this.opened(owner, row);
  }

  async delete(owner: StateOwner, responseId: string): Promise<void> {
    const { affected } = await this.database
      .of(StoredResponse)
      .delete({ account: owner.account, responseId });
    if (!affected) throw responseUnknown({ id: responseId });
  }

  /** The turns that led to this one and itself, the oldest first. Who builds on them keeps them for longer. */
  async turnsTo(owner: StateOwner, responseId: string): Promise<KeptResponse[]> {
    const rows = await this.chain(owner, responseId);
    const missing = missingLink(responseId, rows);
    if (missing !== null) throw previousResponseNotFound(missing);
    const ids = rows.map(({ id }) => id);
    await this.database.query('update stored_responses set expires_at = $2 where id = any($1)', [
      ids,
      this.expiry(this.clock.now()),
    ]);
    return rows.map((row) => this.opened(owner, row));
  }

  /** The newest response in whose input or output the item is. */
  async withItem(owner: StateOwner, itemId: string): Promise<StoredItem | null> {
    const row = await this.database
      .of(StoredResponse)
      .createQueryBuilder('r')
      .where('r.account = :account and r.itemIds @> array[:itemId]::text[] and r.expiresAt > :now', {
        account: owner.account,
        itemId,
        now: this.clock.now(),
      })
      .orderBy('r.id', 'DESC')
      .getOne();
    if (!row) return null;
    const { input, response } = this.opened(owner, row);
    return [...input, ...outputOf(response)].find(({ id }) => id === itemId) ?? null;
  }

  /** False where it is not worked on any more. */
  async extendLease(rowId: number, forMs: number): Promise<boolean> {
    const until = new Date(this.clock.now().getTime() + forMs);
    const { affected } = await this.database
      .of(StoredResponse)
      .update({ id: rowId, status: In(['queued', 'in_progress']) }, { leaseUntil: until });
    return affected === 1;
  }

  /** Those whose process has shown no sign of life for too long. */
  async abandoned(): Promise<{ owner: StateOwner; kept: KeptResponse }[]> {
    const rows = await this.database.of(StoredResponse).findBy({
      status: In(['queued', 'in_progress']),
      leaseUntil: LessThan(this.clock.now()),
    });
    return rows.map((row) => {
      const { userId, tenantId } = row;
      const owner = { account: row.account as StateOwner['account'], userId, tenantId };
      return { owner, kept: this.opened(owner, row) };
    });
  }

  private async chain(owner: StateOwner, responseId: string): Promise<StoredResponse[]> {
    const found = await this.database.query<{ id: string }>(
      `with recursive turns as (
         select id, previous_response_id, 1 as depth from stored_responses
         where account = $1 and response_id = $2 and expires_at > $3
         union all
         select r.id, r.previous_response_id, t.depth + 1 from turns t
         join stored_responses r on r.account = $1 and r.response_id = t.previous_response_id
           and r.expires_at > $3
       ) cycle id set is_cycle using path
       select id from turns where not is_cycle order by depth desc`,
      [owner.account, responseId, this.clock.now()],
    );
    if (found.length === 0) return [];
    const order = found.map(({ id }) => Number(id));
    const rows = await this.database
      .of(StoredResponse)
      .createQueryBuilder('r')
      .where('r.id = any(:order)', { order })
      .getMany();
    return rows.sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
  }

  private opened(owner: StateOwner, row: StoredResponse): KeptResponse {
    const context = contextOf(owner, row.responseId);
    return {
      rowId: row.id,
      responseId: row.responseId,
      status: row.status,
      isBackground: row.isBackground,
      input: JSON.parse(this.box.open(`${context}/input`, row.sealedInput)) as StoredItem[],
      response: JSON.parse(this.box.open(`${context}/response`, row.sealedResponse)) as JsonObject,
    };
  }

  private expiry(now: Date): Date {
    return new Date(now.getTime() + this.config.retention.responseDays * day);
  }
}

/** The items of an answer that can be referred to. */
export function outputOf(response: JsonObject): StoredItem[] {
  const output: unknown = response['output'];
  return Array.isArray(output) ? output.filter((item: StoredItem) => typeof item?.id === 'string') : [];
}

/** A turn that was deleted leaves a gap that nothing can be built on. */
function missingLink(responseId: string, rows: readonly StoredResponse[]): string | null {
  const [oldest] = rows;
  return oldest ? oldest.previousResponseId : responseId;
}

function contextOf({ account }: { readonly account: string }, responseId: string): string {
  return `responses/${account}/${responseId}`;
}

export const sealedResponses = [
  sealedColumn(StoredResponse, 'sealedInput', (row) => `${contextOf(row, row.responseId)}/input`),
  sealedColumn(StoredResponse, 'sealedResponse', (row) => `${contextOf(row, row.responseId)}/response`),
];
