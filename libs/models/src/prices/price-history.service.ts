import { Injectable } from '@nestjs/common';
import { Database, pageBounds, type PageQuery, type PageRows } from '@onegate/platform';
import { PriceVersion } from './price-version.entity.js';

/** What a model cost, from when to when; the latest first. */
@Injectable()
export class PriceHistoryService {
  constructor(private readonly database: Database) {}

  async of(modelId: number, page: PageQuery): Promise<PageRows<PriceVersion>> {
    const [rows, total] = await this.database.of(PriceVersion).findAndCount({
      where: { modelId },
      order: { effectiveFrom: 'desc', id: 'desc' },
      ...pageBounds(page),
    });
    return { rows, total };
  }
}
