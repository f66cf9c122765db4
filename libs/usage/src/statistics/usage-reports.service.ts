import { Injectable } from '@nestjs/common';
import { RetiredMonths } from '../retention/retired-months.service.js';
import { sumOf, type Figures } from '../rollups/rollup-figures.js';
import { PartNames, type KeyName, type ModelName, type PersonName, type TenantName } from './part-names.js';
import { RollupReading, type DayFigures, type PartFigures } from './rollup-reading.js';
import { previousOf, type Span } from './span.js';
import type { Scoped } from './statistics-scope.js';
import type { Subject } from './subject.js';

/** Of long lists, the dearest so many are told one by one. */
const longestList = 100;

export interface ModelFigures {
  readonly modelId: number;
  readonly model: ModelName | undefined;
  readonly figures: Figures;
}

export interface PersonFigures {
  readonly userId: number;
  readonly person: PersonName | undefined;
  readonly figures: Figures;
}

export interface KeyFigures {
  readonly keyId: number;
  readonly key: KeyName | undefined;
  readonly figures: Figures;
}

export interface TenantFigures {
  readonly tenantId: number;
  readonly tenant: TenantName | undefined;
  readonly figures: Figures;
}

/** What everybody gets to see of a span: what it came to, before and now, day by day, and by which models. */
export interface UsageReport {
  readonly span: Span;
  readonly previous: Span;
  readonly totals: Figures;
  readonly previousTotals: Figures;
  readonly series: readonly DayFigures[];
  readonly models: readonly ModelFigures[];
}

/** Who used it. */
export interface CallerReport {
  readonly activeUsers: number;
  readonly activeKeys: number;
  readonly people: readonly PersonFigures[];
  readonly keys: readonly KeyFigures[];
}

/** What usage came to, from its sums. */
@Injectable()
export class UsageReports {
  constructor(
    private readonly reading: RollupReading,
    private readonly names: PartNames,
    private readonly retired: RetiredMonths,
  ) {}

  async report({ subject, span }: Scoped): Promise<UsageReport> {
    const previous = await this.retired.inKnownDays(previousOf(span));
    const [models, previousTotals, series] = await Promise.all([
      this.reading.parts({ subject, axis: 'model' }, span),
      this.total(subject, previous),
      this.reading.series(subject, span),
    ]);
    const totals = sumOf(models.map(({ figures }) => figures));
    const named = await this.named(models.slice(0, longestList));
    return { span, previous, totals, previousTotals, series, models: named };
  }

  /** Of an account, with the people and keys that used it. Calls that end meanwhile may be in one of both only. */
  reportWithCallers(scoped: Scoped): Promise<[UsageReport, CallerReport]> {
    return Promise.all([this.report(scoped), this.callers(scoped)]);
  }

  /** Of the platform, with its organizations, the dearest first; what people use on their own account is not among them. */
  reportWithTenants(scoped: Scoped): Promise<[UsageReport, TenantFigures[]]> {
    return Promise.all([this.report(scoped), this.tenants(scoped)]);
  }

  async models(subject: Subject, span: Span): Promise<ModelFigures[]> {
    return this.named(await this.reading.parts({ subject, axis: 'model' }, span));
  }

  total(subject: Subject, span: Span): Promise<Figures> {
    const isDivided = subject.level === 'person' || subject.level === 'serviceUser';
    return this.reading.sum({ subject, axis: isDivided ? 'model' : 'total' }, span);
  }

  private async named(parts: readonly PartFigures[]): Promise<ModelFigures[]> {
    const names = await this.names.models(parts.map(({ partId }) => partId));
    return parts.map(({ partId, figures }) => ({ modelId: partId, model: names.get(partId), figures }));
  }

  private async callers({ subject, span }: Scoped): Promise<CallerReport> {
    const parts = await this.reading.parts({ subject, axis: 'caller' }, span);
    const people = addedUp(parts, ({ partId }) => partId);
    const keys = addedUp(
      parts.filter(({ detailId }) => detailId > 0),
      ({ detailId }) => detailId,
    );
    const [namedPeople, namedKeys] = await Promise.all([
      this.peopleOf(people.slice(0, longestList)),
      this.keysOf(keys.slice(0, longestList)),
    ]);
    return {
      activeUsers: people.length,
      activeKeys: keys.length,
      people: namedPeople,
      keys: namedKeys,
    };
  }

  private async tenants({ subject, span }: Scoped): Promise<TenantFigures[]> {
    const parts = await this.reading.parts({ subject, axis: 'account' }, span);
    const tenants = parts.filter(({ partId }) => partId > 0).slice(0, longestList);
    const names = await this.names.tenants(tenants.map(({ partId }) => partId));
    return tenants.map(({ partId, figures }) => ({ tenantId: partId, tenant: names.get(partId), figures }));
  }

  private async peopleOf(parts: readonly Added[]): Promise<PersonFigures[]> {
    const names = await this.names.people(parts.map(({ id }) => id));
    return parts.map(({ id, figures }) => ({ userId: id, person: names.get(id), figures }));
  }

  private async keysOf(parts: readonly Added[]): Promise<KeyFigures[]> {
    const names = await this.names.keys(parts.map(({ id }) => id));
    return parts.map(({ id, figures }) => ({ keyId: id, key: names.get(id), figures }));
  }
}

interface Added {
  readonly id: number;
  readonly figures: Figures;
}

function addedUp(parts: readonly PartFigures[], idOf: (part: PartFigures) => number): Added[] {
  return [...Map.groupBy(parts, idOf)]
    .map(([id, same]) => ({ id, figures: sumOf(same.map(({ figures }) => figures)) }))
    .toSorted((a, b) => Number(b.figures.chargedNano - a.figures.chargedNano) || a.id - b.id);
}
