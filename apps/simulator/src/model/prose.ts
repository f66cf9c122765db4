import { sentences, thoughts } from './phrases.js';
import { oneOf, randomFrom, wholeBetween } from './random.js';
import { tokensOf } from './tokens.js';

const spokenTokens = sentences.map((sentence) => tokensOf(` ${sentence}`));
const thoughtTokens = thoughts.map((sentence) => tokensOf(` ${sentence}`));
const quotedWords = 6;

/** Exactly as many tokens of speech as asked for, else a few whole sentences. Opens with the words it was asked. */
export function speak(seed: number, question: string, length?: number): string[] {
  const random = randomFrom(seed);
  const enough = length ?? wholeBetween(random, 24, 48);
  const spoken = fill(openingOf(question), enough, () => oneOf(random, spokenTokens));
  return spoken.slice(0, length);
}

/** Exactly as many tokens of thought as asked for. */
export function think(seed: number, length: number): string[] {
  const random = randomFrom(seed);
  return fill([], length, () => oneOf(random, thoughtTokens)).slice(0, length);
}

function openingOf(question: string): string[] {
  const heard = question.slice(0, 200).toWellFormed().trim().split(/\s+/u).slice(0, quotedWords).join(' ');
  return heard === '' ? [] : tokensOf(`You asked: “${heard}”.`);
}

function fill(spoken: string[], enough: number, next: () => readonly string[]): string[] {
  while (spoken.length < enough) spoken.push(...next());
  const first = spoken[0];
  return first === undefined ? spoken : [first.trimStart(), ...spoken.slice(1)];
}
