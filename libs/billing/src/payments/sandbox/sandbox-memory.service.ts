import { Injectable } from '@nestjs/common';
import { Clock, Database, orderedId } from '@onegate/platform';
import { SandboxObject } from './sandbox-object.entity.js';
import { sandboxThings, type SandboxKind, type SandboxThing } from './sandbox-things.js';

export interface Remembered<Kind extends SandboxKind> {
  readonly id: string;
  readonly body: SandboxThing<Kind>;
  readonly createdAt: Date;
  /** Whether it was made just now, and not by the same call before. */
  readonly isNew: boolean;
}

const insert = `insert into sandbox_objects (id, kind, idempotency_key, body, created_at)
  values ($1, $2, $3, $4, $5) on conflict (idempotency_key) do nothing`;

/** What the sandbox knows. Whatever is read stays locked until the transaction ends. */
@Injectable()
export class SandboxMemory {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The same key again gives what was made the first time. */
  make<Kind extends SandboxKind>(
    kind: Kind,
    idempotencyKey: string | null,
    body: SandboxThing<Kind>,
  ): Promise<Remembered<Kind>> {
    return this.database.transaction(async () => {
      const id = `sbx_${kind}_${orderedId()}`;
      const at = this.clock.now();
      await this.database.query(insert, [id, kind, idempotencyKey, JSON.stringify(body), at]);
      const made = await this.read(kind, id);
      if (made) return { ...made, isNew: true };
      const row = await this.database.of(SandboxObject).findOneBy({ idempotencyKey: String(idempotencyKey) });
      const before = row && (await this.read(kind, row.id));
      if (!before) throw new Error(`The sandbox lost a ${kind}`);
      return before;
    });
  }

  async read<Kind extends SandboxKind>(kind: Kind, id: string): Promise<Remembered<Kind> | null> {
    const rows = await this.database.query<{ body: unknown; created_at: Date }>(
      'select body, created_at from sandbox_objects where id = $1 and kind = $2 for update',
      [id, kind],
    );
    const [row] = rows;
    return row ? { id, body: bodyOf(kind, row.body), createdAt: row.created_at, isNew: false } : null;
  }

  async write<Kind extends SandboxKind>(id: string, body: SandboxThing<Kind>): Promise<void> {
    await this.database.query('update sandbox_objects set body = $2 where id = $1', [
      id,
      JSON.stringify(body),
    ]);
  }

  /** The newest of a kind whose body has these fields. */
  async find<Kind extends SandboxKind>(
    kind: Kind,
    fields: Partial<SandboxThing<Kind>>,
  ): Promise<Remembered<Kind> | null> {
    const [row] = await this.database.query<{ id: string; body: unknown; created_at: Date }>(
      'select id, body, created_at from sandbox_objects where kind = $1 and body @> $2 order by id desc limit 1',
      [kind, JSON.stringify(fields)],
    );
    return row ? { id: row.id, body: bodyOf(kind, row.body), createdAt: row.created_at, isNew: false } : null;
  }
}

function bodyOf<Kind extends SandboxKind>(kind: Kind, body: unknown): SandboxThing<Kind> {
  return sandboxThings[kind].parse(body) as SandboxThing<Kind>;
}
