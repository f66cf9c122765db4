import { randomFrom, seedOf } from '../../model/random.js';
import { countTokens } from '../../model/tokens.js';

/** The smallest picture there is: one transparent point. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const tokensPerPicture = 272;
const tokensPerPictureSeen = 323;

/** Newer models tell tokens, the older ones nothing: they cost by the picture. */
export function toPictures(model: string, prompt: string, count: number, seen = 0): object {
  const text = countTokens(prompt);
  const image = seen * tokensPerPictureSeen;
  const output = count * tokensPerPicture;
  const usage = {
    input_tokens: text + image,
    input_tokens_details: { text_tokens: text, image_tokens: image },
    output_tokens: output,
    total_tokens: text + image + output,
  };
  const data = Array.from({ length: count }, () => ({ b64_json: picture }));
  return { created: Math.floor(Date.now() / 1000), data, ...(model.includes('dall-e') ? {} : { usage }) };
}

/** Half a second of silence for each token, as a wave file with a byte for each sample at eight kilohertz. */
export function toSound(input: string): Buffer {
  const length = countTokens(input) * 4_000;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(8_000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(length, 40);
  return Buffer.concat([head, Buffer.alloc(length, 128)]);
}

/** What was heard in a file of so many bytes. */
export function toTranscript(model: string, size: number): { text: string; usage: object } {
  const text = `There were ${size} bytes of sound.`;
  const seconds = Math.max(1, Math.ceil(size / 8_000));
  if (model.includes('whisper')) return { text, usage: { type: 'duration', seconds } };
  const input = seconds * 10;
  const output = countTokens(text);
  const details = { text_tokens: 0, audio_tokens: input };
  const usage = { type: 'tokens', input_tokens: input, input_token_details: details, output_tokens: output };
  return { text, usage: { ...usage, total_tokens: input + output } };
}

const harms = ['harassment', 'hate', 'self-harm', 'sexual', 'violence'];

/** Whoever speaks of killing is flagged. */
export function toJudgements(model: string, inputs: readonly string[]): object {
  const results = inputs.map((text) => {
    const isViolent = /\bkill/iu.test(text);
    const of = (value: (harm: string) => unknown) =>
      Object.fromEntries(harms.map((harm) => [harm, value(harm)]));
    return {
      flagged: isViolent,
      categories: of((harm) => isViolent && harm === 'violence'),
      category_scores: of((harm) => (isViolent && harm === 'violence' ? 0.98 : 0.001)),
      category_applied_input_types: of(() => ['text']),
    };
  });
  return { id: `modr-${seedOf(inputs.join(' ')).toString(36)}`, model, results };
}

/** A score that depends on question and text alone; Cohere's way to bill. */
export function toRanking(query: string, documents: readonly string[], top: number): object {
  const results = documents
    .map((text, index) => ({ index, relevance_score: randomFrom(seedOf(`${query}\n${text}`))() }))
    .sort((one, other) => other.relevance_score - one.relevance_score)
    .slice(0, top);
  const units = Math.ceil(documents.length / 100);
  return { id: 'rerank-simulated', results, meta: { billed_units: { search_units: units } } };
}
