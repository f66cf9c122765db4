import { type PromptPart, textPart } from '../../model/prompt.js';
import type { EmbeddingsBody } from './embeddings.schema.js';

/** One part for each text to embed. */
export function inputsOf({ input }: EmbeddingsBody): PromptPart[] {
  if (typeof input === 'string') return [textPart(input)];
  if (isNumbers(input)) return [tokenPart(input)];
  return input.map((one: string | number[]) => (typeof one === 'string' ? textPart(one) : tokenPart(one)));
}

function isNumbers(input: string[] | number[] | number[][]): input is number[] {
  return typeof input[0] === 'number';
}

function tokenPart(ids: readonly number[]): PromptPart {
  return { text: ids.join(' '), tokens: ids.length };
}
