import { Injectable } from '@nestjs/common';
import { Clock, Database, pageBounds, type PageRows } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { In } from 'typeorm';
import { codeName, newPromotionCode, PromotionCodeHasher } from './promotion-code.js';
import { PromotionCode } from './promotion-code.entity.js';
import { PromotionDesk } from './promotion-desk.service.js';
import { codeTaken, promotionUnknown } from './promotion.errors.js';
import type { NewCodes, RowsQuery } from './promotion.schema.js';

/** A code that was made just now: the one time that it can be read. */
export interface MadeCode {
  readonly code: string;
  readonly made: PromotionCode;
}

interface Row {
  readonly id: string;
  readonly hash: string;
}

const insertCodes = `insert into promotion_codes (promotion_id, hash, hint, ends_at, max_redemptions, created_at)
  select $1, r.hash, r.hint, $3, $4, $5 from jsonb_to_recordset($2::jsonb) as r(hash text, hint text)
  on conflict (hash) do nothing returning id, hash`;

/** The codes of campaigns. */
@Injectable()
export class PromotionCodes {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly desk: PromotionDesk,
    private readonly hasher: PromotionCodeHasher,
    private readonly audit: AuditLog,
  ) {}

  async list(promotionId: number, page: RowsQuery): Promise<PageRows<PromotionCode>> {
    await this.desk.read(promotionId);
    const [rows, total] = await this.database
      .of(PromotionCode)
      .findAndCount({ where: { promotionId }, order: { id: 'asc' }, ...pageBounds(page) });
    return { rows, total };
  }

  create(actor: Actor, promotionId: number, input: NewCodes): Promise<MadeCode[]> {
    return this.database.transaction(async () => {
      const { publicId } = await this.desk.read(promotionId);
      const texts = input.code ? [input.code] : Array.from({ length: input.count }, newPromotionCode);
      const made = await this.insert(promotionId, texts, input);
      await this.audit.record(actor, {
        action: 'promotion.codes_created',
        target: { kind: 'promotion', id: publicId },
        changes: { count: texts.length, max_redemptions: input.max_redemptions, ends_at: input.ends_at },
      });
      return made;
    });
  }

  /** A code that goes round where it should not: what was given by it stays. */
  async switchOff(actor: Actor, promotionId: number, codeId: number): Promise<void> {
    await this.database.transaction(async () => {
      const { publicId } = await this.desk.read(promotionId);
      const { affected } = await this.database
        .of(PromotionCode)
        .update({ id: codeId, promotionId }, { isActive: false });
      if (!affected) throw promotionUnknown();
      await this.audit.record(actor, {
        action: 'promotion.code_switched_off',
        target: { kind: 'promotion', id: publicId },
        changes: { code_id: codeId },
      });
    });
  }

  private async insert(promotionId: number, texts: readonly string[], input: NewCodes): Promise<MadeCode[]> {
    const codeOf = new Map(texts.map((code) => [this.hasher.hash(codeName(code)), code]));
    await this.refuseKnown(texts);
    const rows = [...codeOf].map(([hash, code]) => ({ hash, hint: codeName(code).slice(-4) }));
    const inserted = await this.database.query<Row>(insertCodes, [
      promotionId,
      JSON.stringify(rows),
      input.ends_at ?? null,
      input.max_redemptions,
      this.clock.now(),
    ]);
    if (inserted.length < texts.length) throw codeTaken();
    const made = await this.database
      .of(PromotionCode)
      .find({ where: { id: In(inserted.map(({ id }) => Number(id))) }, order: { id: 'asc' } });
    return made.map((one) => ({ code: codeOf.get(one.hash) ?? '', made: one }));
  }

  /** Also under a master secret that is on its way out. */
  private async refuseKnown(texts: readonly string[]): Promise<void> {
    const hashes = texts.flatMap((code) => this.hasher.candidates(codeName(code)));
    if (await this.database.of(PromotionCode).existsBy({ hash: In(hashes) })) throw codeTaken();
  }
}
