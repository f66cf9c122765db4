import type { JSONObject, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { laterUsage } from '../../usage-reading/usage-of-anthropic.js';

/**
 * A stream of Messages tells its prompt at the start. Its package puts what is told at the end in its place, be it nothing:
 * some who speak this protocol end with a prompt of zero, having begun with the real one.
 */
export class UsageAtEnd {
  private atStart: JSONObject | undefined;

  /** The part as it came; the last one with all that was told. */
  complete(part: LanguageModelV4StreamPart): LanguageModelV4StreamPart {
    if (part.type === 'custom' && part.kind === 'anthropic.message_start')
      this.atStart = part.providerMetadata?.['anthropic']?.['usage'] as JSONObject | undefined;
    if (part.type !== 'finish' || !part.usage.raw || !this.atStart) return part;
    return { ...part, usage: { ...part.usage, raw: laterUsage(this.atStart, part.usage.raw) } };
  }
}
