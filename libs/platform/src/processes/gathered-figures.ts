import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue } from 'prom-client';
import type { Figures } from './process-messages.js';

/** What only ever grows: it must not fall when one of those ends whose figures are summed. */
const growing = new Set(['counter', 'histogram']);

/**
 * The figures of several processes as one. What ended ones had counted stays in the sums, because whoever watches a sum
 * takes a fall for a new beginning and would count the rest of it again.
 */
export class GatheredFigures {
  private readonly latest = new Map<number, Figures>();
  private departed: Figures = [];

  heard(process: number, figures: Figures): void {
    this.latest.set(process, figures);
  }

  async ended(process: number): Promise<void> {
    const last = this.latest.get(process);
    this.latest.delete(process);
    if (!last) return;
    const grown = last.filter(({ type }) => growing.has(typeName(type)));
    this.departed = await AggregatorRegistry.aggregate([this.departed, grown]).getMetricsAsJSON();
  }

  text(): Promise<string> {
    return AggregatorRegistry.aggregate([...this.latest.values(), this.departed]).metrics();
  }
}

/** Declared as a number, and a word in fact. */
function typeName(type: MetricObjectWithValues<MetricValue<string>>['type']): string {
  return String(type);
}
