import type { Turn } from '../../exchange/dialect.js';
import { randomFrom, seedOf } from '../../model/random.js';
import { inputsOf } from './embeddings.inputs.js';
import type { EmbeddingsBody } from './embeddings.schema.js';

const usualDimensions = 1536;

export function toEmbeddings(turn: Turn<EmbeddingsBody>): object {
  const { body, model, usage, script } = turn;
  const dimensions = body.dimensions ?? (model.endsWith('-large') ? 2 * usualDimensions : usualDimensions);
  const data = inputsOf(body).map(({ text }, index) => ({
    object: 'embedding',
    index,
    embedding: encoded(vectorOf(text, dimensions), body),
  }));
  const figures = { prompt_tokens: usage.input, total_tokens: usage.input };
  return { object: 'list', data, model, ...(script.usage === 'missing' ? {} : { usage: figures }) };
}

/** A vector of length one that depends on the text alone. */
function vectorOf(text: string, dimensions: number): Float32Array {
  const random = randomFrom(seedOf(text));
  const raw = Float32Array.from({ length: dimensions }, () => random() * 2 - 1);
  const length = Math.hypot(...raw);
  return raw.map((value) => value / length);
}

function encoded(vector: Float32Array, { encoding_format }: EmbeddingsBody): number[] | string {
  if (encoding_format !== 'base64') return Array.from(vector);
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}
