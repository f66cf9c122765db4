import type { Usage } from '@onegate/models';
import { isObject, objectOf } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';
import { answerUsage, mergedUsage, promptUsage, used } from './token-totals.js';
import { countOf, firstCount } from './wire-values.js';

/** Models that hear are told ten tokens for each second; such that are paid by time are counted the same. */
export const audioTokensPerSecond = 10;

/** What pictures, sound and rankings used, in the words of OpenAI, of those who copy it, and of Cohere; `null` for nothing told. */
export function usageOfMedia(answer: JsonObject, made: 'image' | 'sound' | 'text'): Usage | null {
  const { usage } = answer;
  if (isObject(usage) && usage.type !== 'duration') return usageOfTokens(usage, made);
  const seconds = firstCount(objectOf(usage).seconds, answer.duration);
  if (seconds > 0) return mergedUsage(used('audio', seconds * audioTokensPerSecond));
  return usageOfBilled(objectOf(answer.meta));
}

function usageOfTokens(usage: JsonObject, made: 'image' | 'sound' | 'text'): Usage {
  const prompt = objectOf(
    usage.input_tokens_details ?? usage.input_token_details ?? usage.prompt_tokens_details,
  );
  const details = objectOf(usage.output_tokens_details ?? usage.completion_tokens_details);
  const output = firstCount(usage.output_tokens, usage.completion_tokens);
  const all = countOf(usage.total_tokens);
  const told = firstCount(usage.input_tokens, usage.prompt_tokens);
  return mergedUsage(
    promptUsage({
      // Rankings tell the sum alone.
      total: told > 0 ? told : Math.max(0, all - output),
      cachedRead: countOf(prompt.cached_tokens),
      audio: firstCount(prompt.audio_tokens, usage.prompt_audio_tokens),
      image: countOf(prompt.image_tokens),
    }),
    answerUsage({
      total: output,
      ...(made === 'image' && {
        image: isObject(details) && 'image_tokens' in details ? countOf(details.image_tokens) : output,
      }),
      ...(made === 'sound' && { audio: output }),
    }),
  );
}

/** Cohere bills searches, each of up to a hundred documents. */
function usageOfBilled(meta: JsonObject): Usage | null {
  const billed = objectOf(meta.billed_units);
  const searches = used('request', billed.search_units);
  const tokens = used('input', firstCount(billed.input_tokens, objectOf(meta.tokens).input_tokens));
  return Object.keys({ ...searches, ...tokens }).length > 0 ? mergedUsage(tokens, searches) : null;
}
