import type {
  LanguageModelV4StreamPart,
  LanguageModelV4GenerateResult,
  SharedV4Warning,
} from '@ai-sdk/provider';
import type { Usage } from '@onegate/models';
import type { Failure, NanoUsd } from '@onegate/platform';
import { reportedCost } from '../usage-reading/reported-cost.js';
import { SearchNotes } from './usage/searches.js';
import type { ProviderModel } from './providers/provider-models.js';
import { isCounted, readUsage } from './usage/read-usage.js';

/** What became of a translated call, for its settlement. */
export interface AnswerReport {
  readonly usage: Usage;
  /** Whether the provider told the usage; if not it is empty, and `spokenLength` is what there is to count by. */
  readonly isCounted: boolean;
  /** What the provider says that it cost; few do. */
  readonly reportedCostNano: NanoUsd | null;
  /** Characters of text, thought and arguments that came. */
  readonly spokenLength: number;
  /** In the provider's own words. */
  readonly finishReason: string | null;
  /** When the first part came that says something: `performance.now()`. */
  readonly firstPartAt: number | null;
  readonly failure: Failure | null;
  /** The provider's status behind the failure. */
  readonly upstreamStatus: number | null;
}

type Ending = Pick<LanguageModelV4GenerateResult, 'usage' | 'finishReason' | 'providerMetadata'>;

/** Gathers the report while an answer passes. */
export class ReportNotes {
  private ending: Ending | undefined;
  private spokenLength = 0;
  private firstPartAt: number | null = null;
  private failure: Failure | null = null;
  private upstreamStatus: number | null = null;

  private readonly searches: SearchNotes;

  constructor(target: ProviderModel) {
    this.searches = new SearchNotes(target);
  }

  part(part: LanguageModelV4StreamPart): void {
    this.firstPartAt ??= performance.now();
    if (part.type === 'finish') this.ending = part;
    this.searches.note(part);
    if (part.type === 'text-delta' || part.type === 'reasoning-delta' || part.type === 'tool-input-delta')
      this.spokenLength += part.delta.length;
  }

  get spoken(): number {
    return this.spokenLength;
  }

  whole(result: LanguageModelV4GenerateResult): void {
    this.firstPartAt ??= performance.now();
    this.ending = result;
    for (const content of result.content) {
      this.searches.note(content);
      if (content.type === 'text' || content.type === 'reasoning') this.spokenLength += content.text.length;
      if (content.type === 'tool-call') this.spokenLength += content.input.length;
    }
  }

  failed(failure: Failure, upstreamStatus: number | null): void {
    this.failure ??= failure;
    this.upstreamStatus ??= upstreamStatus;
  }

  report(): AnswerReport {
    const { spokenLength, firstPartAt, failure, upstreamStatus, ending } = this;
    return {
      usage: ending ? this.usageOf(ending) : {},
      isCounted: ending !== undefined && isCounted(ending.usage),
      reportedCostNano: reportedCost(ending?.usage.raw ?? {}),
      finishReason: ending?.finishReason.raw ?? ending?.finishReason.unified ?? null,
      spokenLength,
      firstPartAt,
      failure,
      upstreamStatus,
    };
  }

  private usageOf(ending: Ending): Usage {
    const counted = readUsage(ending.usage);
    const searches = counted.web_search === undefined ? this.searches.count(ending) : 0;
    return searches === 0 ? counted : { ...counted, web_search: searches };
  }
}

/** The settings that a provider's package left out of the call, by the names that clients know. */
export function leftOut(warnings: readonly SharedV4Warning[]): string[] {
  return warnings
    .flatMap((warning) => (warning.type === 'unsupported' ? [warning.feature] : []))
    .map((feature) => feature.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    .filter((name) => /^[\w.-]{1,60}$/.test(name));
}
