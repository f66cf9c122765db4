import type { Usage } from '@onegate/models';
import type { NanoUsd } from '@onegate/platform';
import type { JsonObject } from '../translation/wire.js';
import { OutputTally } from './output-tally.js';
import { reportedCost } from './reported-cost.js';
import type { UsageReading } from './usage-reading.js';
import { textOf } from './wire-values.js';

/** What a reader has noted of an answer so far. What comes later in a stream is the more exact, and replaces it. */
export class AnswerNotes implements UsageReading {
  usage: Usage | null = null;
  isUsageFinal = false;
  reportedCostNano: NanoUsd | null = null;
  generationId: string | null = null;
  model: string | null = null;
  finishReason: string | null = null;
  serviceTier: string | null = null;
  sawTerminal = false;
  sawError = false;
  pictures = 0;
  readonly output = new OutputTally();

  get isNamed(): boolean {
    return this.generationId !== null && this.model !== null;
  }

  noteName(answer: JsonObject): void {
    this.generationId = textOf(answer.id) ?? this.generationId;
    this.model = textOf(answer.model) ?? this.model;
    this.serviceTier = textOf(answer.service_tier) ?? this.serviceTier;
  }

  noteUsage(usage: Usage, wire: JsonObject): void {
    this.usage = usage;
    this.isUsageFinal = true;
    this.reportedCostNano = reportedCost(wire) ?? this.reportedCostNano;
    this.serviceTier = textOf(wire.service_tier) ?? this.serviceTier;
  }
}
