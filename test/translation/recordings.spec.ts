import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderKind, Usage } from '@onegate/models';
import { answerOf } from './chat-answer.js';
import { PlayingProvider } from './playing-provider.js';
import { saidIn } from './said-in-recordings.js';
import { streamedText } from './translating.js';

const data = process.env['ONEGATE_SHARED_DATA'];
const withData = data ? describe : describe.skip;

interface Recording {
  readonly file: string;
  readonly api: string;
  readonly provider: string;
  readonly request?: { model?: string } | null;
  readonly lastUsage: Record<string, unknown> | null;
  readonly features: { readonly error: boolean };
}

/** How the provider of a recording is spoken to. */
const kinds: Readonly<Record<string, ProviderKind>> = {
  gemini: 'google',
  vertex: 'vertex',
  cohere: 'cohere',
  anthropic: 'anthropic',
};

const body = {
  model: 'vendor/model',
  messages: [{ role: 'user', content: 'Hi' }],
  stream: true,
  stream_options: { include_usage: true },
};

function recordings(): Recording[] {
  if (!data) return [];
  const index = readFileSync(join(data, 'sse/INDEX.jsonl'), 'utf8').trim().split('\n');
  const all = index.map((line) => JSON.parse(line) as Recording);
  return all.filter(({ provider, api }) => kinds[provider] && api !== 'chat');
}

withData('Recorded streams of providers, written as chat', () => {
  let provider: PlayingProvider;
  let isChunk: ValidateFunction;

  beforeAll(async () => {
    provider = await PlayingProvider.start();
    const schema = readFileSync(join(data ?? '', 'specs/schemas/openai.chat.chunk.schema.json'), 'utf8');
    isChunk = new Ajv2020({ strict: false, formats: { unixtime: true } }).compile(
      JSON.parse(schema) as object,
    );
  });
  afterAll(() => provider.stop());

  it.each(recordings())(
    'say the same in OpenAI’s words: $file',
    async ({ file, provider: name, lastUsage }) => {
      const recorded = readFileSync(join(data ?? '', file), 'utf8');
      provider.streams(recorded, { pieceSize: 61 });
      const kind = kinds[name] ?? 'openai';
      const { chunks, report } = await streamedText({ kind, address: provider.address, body });
      const answer = answerOf(chunks);
      const said = saidIn(recorded, kind);
      const complaints = chunks.flatMap((chunk) => (isChunk(chunk) ? [] : isChunk.errors));

      // One recording lost its empty lines: no client could read it.
      if (/\}\r?\ndata:/.test(recorded)) return expect(answer.error).not.toBeNull();
      expect(answer.content).toBe(said.text);
      expect(answer.calls.map((call) => call.arguments)).toEqual(said.toolArguments);
      expect(answer.reasoning).toBe(said.thoughts);
      if (answer.error === null) expect(complaints).toEqual([]);
      if (lastUsage && said.isComplete) expect(sums(report.usage)).toEqual(said.usage(lastUsage));
    },
  );
});

function sums(usage: Usage): { prompt: number; completion: number } {
  const of = (...kinds: (keyof Usage)[]) => kinds.reduce((sum, kind) => sum + Number(usage[kind] ?? 0), 0);
  return {
    prompt: of('input', 'cached_read', 'cache_write', 'cache_write_1h', 'audio', 'cached_audio'),
    completion: of('output', 'reasoning', 'audio_output'),
  };
}
