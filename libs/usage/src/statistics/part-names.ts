import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';

export interface ModelName {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
}

export interface PersonName {
  readonly id: number;
  readonly publicId: string;
  readonly name: string;
  readonly email: string;
}

export interface KeyName {
  readonly id: number;
  readonly publicId: string;
  readonly name: string;
  readonly redactedValue: string;
}

export interface TenantName {
  readonly id: number;
  readonly publicId: string;
  readonly name: string;
}

/** What the parts are called, for those who read statistics. */
@Injectable()
export class PartNames {
  constructor(private readonly database: Database) {}

  models(ids: readonly number[]): Promise<ReadonlyMap<number, ModelName>> {
    return this.named('select id::integer, slug, name from models', ids);
  }

  people(ids: readonly number[]): Promise<ReadonlyMap<number, PersonName>> {
    return this.named('select id::integer, public_id as "publicId", name, email from users', ids);
  }

  keys(ids: readonly number[]): Promise<ReadonlyMap<number, KeyName>> {
    return this.named(
      'select id::integer, public_id as "publicId", name, redacted_value as "redactedValue" from api_keys',
      ids,
    );
  }

  tenants(ids: readonly number[]): Promise<ReadonlyMap<number, TenantName>> {
    return this.named('select id::integer, public_id as "publicId", name from tenants', ids);
  }

  private async named<Row extends { readonly id: number }>(
    selection: string,
    ids: readonly number[],
  ): Promise<ReadonlyMap<number, Row>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.query<Row>(`${selection} where id = any($1::bigint[])`, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
