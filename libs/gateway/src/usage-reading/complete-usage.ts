import type { Usage } from '@onegate/models';
import type { CountSource } from '@onegate/usage';
import type { JsonObject } from '../translation/wire.js';
import { isBelievable } from './believable-usage.js';
import { promptTokens } from './prompt-tokens.js';
import { tokensOfText } from './text-weight.js';
import { mergedUsage } from './token-totals.js';
import { tokenizer, type CountTokens } from './tokenizer.js';
import type { ReadProtocol, UsageReading } from './usage-reading.js';

/** A longer text would keep the process busy for too long. */
const longestCounted = 64 * 1024;

/** What a model writes around the arguments of a call and no one shows: 10 to 55 tokens. */
const perToolCall = 30;

const answerKinds = new Set(['output', 'reasoning', 'audio_output', 'image_output']);

export interface CompleteUsage {
  readonly usage: Usage;
  readonly source: CountSource;
}

/**
 * The usage of an answer, whatever its provider told: what it told, where that is all; else its count of the prompt, where
 * there is one, and ours of what is missing. `others` is what it used that is not text, where that is not told either.
 */
export async function completeUsage(
  reading: UsageReading,
  protocol: ReadProtocol,
  body: JsonObject,
  others: Usage = {},
): Promise<CompleteUsage> {
  const said = reading.usage !== null && isBelievable(reading.usage) ? reading.usage : null;
  if (said !== null && reading.isUsageFinal) return { usage: said, source: 'upstream' };
  const count = await tokenizer();
  const { scale } = reading.output;
  const output = Math.max(await tokensSaid(reading), Number(said?.output ?? 0));
  const prompt = said === null ? countPrompt(protocol, body, count) : told(said);
  const isGuessed = prompt.source === 'estimated' || scale > 1;
  const usage = { ...mergedUsage(prompt.usage, { output }), ...others };
  return { usage, source: isGuessed ? 'estimated' : 'counted' };
}

/** Our count of what has been answered so far. */
export async function tokensSaid({ output: { text, scale, calls } }: UsageReading): Promise<number> {
  const count = await tokenizer();
  return Math.ceil(count(text) * scale) + calls * perToolCall;
}

function countPrompt(protocol: ReadProtocol, body: JsonObject, count: CountTokens): CompleteUsage {
  let left = longestCounted;
  const ofText = (text: string) => {
    left -= text.length;
    return left >= 0 ? count(text) : tokensOfText(text);
  };
  const input = Math.ceil(promptTokens(protocol, body, ofText));
  return { usage: { input }, source: left >= 0 ? 'counted' : 'estimated' };
}

/** Of what was told before the answer was cut off, all but the answer. */
function told(usage: Usage): CompleteUsage {
  const prompt = Object.entries(usage).filter(([kind]) => !answerKinds.has(kind));
  return { usage: Object.fromEntries(prompt), source: 'counted' };
}
