import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import { stretchOf, type Span } from '../statistics/span.js';
import { eventMonthRetired } from '../usage.errors.js';
import { keptSince } from './kept-since.js';
import { RetiredMonth } from './retired-month.entity.js';

/** Which events are kept no longer. */
@Injectable()
export class RetiredMonths {
  constructor(private readonly database: Database) {}

  /** An event of such a month may have been charged long ago: taken in anew it could be charged twice. */
  async requireKept(month: string): Promise<void> {
    const isRetired = await this.database.of(RetiredMonth).existsBy({ month });
    if (isRetired) throw eventMonthRetired({ month: month.replace('_', '-') });
  }

  /** Without events nothing tells the hours apart at the ends of a span: its days are those of UTC then, which sums know. */
  async inKnownDays(span: Span): Promise<Span> {
    if (span.zone === 'UTC') return span;
    const since = await keptSince(this.database);
    return since && stretchOf(span)[0] < since ? { ...span, zone: 'UTC' } : span;
  }
}
