import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ReadProtocol } from '@onegate/gateway';
import { describe } from '@jest/globals';

const folder = process.env.ONEGATE_SHARED_DATA;

/** Answers of real providers are too large to be kept with the code: where they are not, what needs them is left out. */
export const describeWithRecordings = folder ? describe : describe.skip;

export type Json = Record<string, unknown>;

export function recorded(file: string): Buffer {
  return readFileSync(path.join(folder ?? '', file));
}

function recordedLines<Row>(file: string): Row[] {
  const lines = recorded(file).toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Row);
}

export const protocolsOfApis: Readonly<Record<string, ReadProtocol>> = {
  chat: 'openai-chat',
  completions: 'openai-completions',
  responses: 'openai-responses',
  embeddings: 'openai-embeddings',
  messages: 'anthropic-messages',
};

export interface RecordedStream {
  readonly file: string;
  readonly api: string;
  readonly request?: Json;
  readonly lastUsage: Json | null;
  readonly features: { readonly done: boolean; readonly error: boolean; readonly finish: string[] };
}

/** The streams in protocols whose usage is read in passing. */
export function recordedStreams(): RecordedStream[] {
  if (!folder) return [];
  return recordedLines<RecordedStream>('sse/INDEX.jsonl').filter(({ api }) => api in protocolsOfApis);
}

export interface RecordedExchange {
  readonly api: string;
  readonly url: string;
  readonly status: number;
  readonly request: Json;
  readonly response: Json;
  readonly source: string;
}

export function recordedExchanges(): RecordedExchange[] {
  if (!folder) return [];
  return Object.keys(protocolsOfApis).flatMap((api) =>
    recordedLines<RecordedExchange>(`json-exchanges/${api}.jsonl`).map((row) => Object.assign(row, { api })),
  );
}

/** Numbers that look random and are the same in each run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The bytes in pieces of one to `longest`. */
export function inPieces(bytes: Buffer, longest: number, random: (below: number) => number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = Math.min(bytes.length, from + 1 + random(longest));
    pieces.push(bytes.subarray(from, end));
    from = end;
  }
  return pieces;
}
