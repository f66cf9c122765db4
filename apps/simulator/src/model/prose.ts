import { sentences, thoughts } from './phrases.js';
import { oneOf, randomFrom, wholeBetween } from './random.js';
import { tokensOf } from './tokens.js';

const spokenTokens = sentences.map((sentence) => tokensOf(` ${sentence}`));
const thoughtTokens = thoughts.map((sentence) => tokensOf(` ${sentence}`));
const quotedWords = 6;

/** Exactly as many tokens of speech as asked for, else a length that the seed chooses. Opens with the words it was asked. */
export function speak(seed: number, question: string, length?: number): string[] {
  const random = randomFrom(seed);
  const wanted = length ?? wholeBetween(random, 24, 56);
  return fill(openingOf(question), wanted, () => oneOf(random, spokenTokens));
}

/** Exactly as many tokens of thought as asked for. */
export function think(seed: number, length: number): string[] {
  const random = randomFrom(seed);
  return fill([], length, () => oneOf(random, thoughtTokens));
}

function openingOf(question: string): string[] {
  const heard = question.slice(0, 200).trim().split(/\s+/u).slice(0, quotedWords).join(' ');
  return heard === '' ? [] : tokensOf(`You asked: “${heard}”.`);
}

function fill(opening: string[], wanted: number, next: () => readonly string[]): string[] {
  const spoken = opening.slice(0, wanted);
  while (spoken.length < wanted) spoken.push(...next().slice(0, wanted - spoken.length));
  const first = spoken[0];
  if (first !== undefined) spoken[0] = first.trimStart();
  return spoken;
}
