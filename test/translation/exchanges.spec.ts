import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  chatWire,
  messagesWire,
  usageOfAnthropic,
  usageOfGemini,
  usageOfOpenAi,
  type JsonObject,
} from '@onegate/gateway';
import { Failure } from '@onegate/platform';
import type { ProviderKind, Usage } from '@onegate/models';
import { PlayingProvider } from './playing-provider.js';
import { reports, wholeBody } from './translating.js';

const data = process.env['ONEGATE_SHARED_DATA'];
const withData = data ? describe : describe.skip;

interface Exchange {
  readonly url: string;
  readonly status: number;
  readonly request: Record<string, unknown> | null;
  readonly response: Record<string, unknown> & {
    usage?: Record<string, number>;
    usageMetadata?: Record<string, number>;
  };
}

function exchanges(api: string): Exchange[] {
  if (!data) return [];
  const lines = readFileSync(join(data, `json-exchanges/${api}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Exchange).filter(({ status }) => status === 200);
}

const body = { model: 'vendor/model', messages: [{ role: 'user', content: 'Hi' }] };

withData('Recorded exchanges', () => {
  let provider: PlayingProvider;
  let isCompletion: ValidateFunction;

  beforeAll(async () => {
    provider = await PlayingProvider.start();
    const schema = readFileSync(join(data ?? '', 'specs/schemas/openai.chat.response.schema.json'), 'utf8');
    const ajv = new Ajv2020({ strict: false, formats: { unixtime: true, uri: true } });
    isCompletion = ajv.compile(JSON.parse(schema) as object);
  });
  afterAll(() => provider.stop());

  it.each<[string, ProviderKind]>([
    ['gemini', 'google'],
    ['messages', 'anthropic'],
  ])('answers of %s are completions as OpenAI describes them, with all their tokens', async (api, kind) => {
    const all = exchanges(api).filter(({ response }) => response['candidates'] ?? response['content']);
    expect(all.length).toBeGreaterThan(10);
    for (const { response } of all) {
      provider.answers(response);
      const answer = await wholeBody({ kind, address: provider.address, body }).catch(
        (error: Error) => error,
      );
      const report = reports.at(-1);
      if (answer instanceof Error) {
        // A call of a function that Gemini could not put into words is no answer.
        expect(JSON.stringify(response)).toMatch(/MALFORMED|"finishReason":"(?!STOP|MAX)/);
        continue;
      }
      expect([isCompletion(answer.body), isCompletion.errors]).toEqual([true, null]);
      const tokens = Object.entries(report?.usage ?? {}).filter(([kind]) => kind !== 'web_search');
      const sum = tokens.reduce((total, [, count]) => total + Number(count), 0);
      expect(sum).toBe(tokensOf(response));
    }
  });

  it.each([
    { api: 'chat', kind: 'openai-compatible', wire: messagesWire, read: usageOfOpenAi },
    { api: 'gemini', kind: 'google', wire: chatWire, read: usageOfGemini },
    { api: 'messages', kind: 'anthropic', wire: chatWire, read: usageOfAnthropic },
  ] as const)(
    'answers of $api are charged as those that pass as they are',
    async ({ api, kind, wire, read }) => {
      let compared = 0;
      for (const { response } of exchanges(api)) {
        const usage: JsonObject | undefined = response.usage ?? response.usageMetadata;
        if (!usage) continue;
        provider.answers(response);
        const asked = { kind, address: provider.address, wire, body: { ...body, max_tokens: 100 } };
        // What the package cannot read is not charged at all.
        const isRead = await wholeBody(asked).then(
          () => true,
          () => false,
        );
        if (!isRead) continue;
        compared += 1;
        expect(tokensIn(reports.at(-1)?.usage ?? {})).toEqual(tokensIn(read(usage)));
      }
      expect(compared).toBeGreaterThan(10);
    },
  );

  it('requests of real clients are read, or refused by a rule', () => {
    const refused = exchanges('chat').flatMap(({ request }) => {
      // Not JSON in the recording, or with parts that only its own provider knows.
      if (typeof request !== 'object' || request === null || /_url":"|file_url/.test(JSON.stringify(request)))
        return [];
      try {
        chatWire.read(request);
        return [];
      } catch (error) {
        return [error instanceof Failure ? `${error.code} ${error.message}` : String(error)];
      }
    });
    expect(refused.filter((message) => !message.startsWith('gateway.not_translatable'))).toEqual([]);
  });
});

/** Searches are also told beside the usage. */
function tokensIn(usage: Usage): Usage {
  return { ...usage, web_search: 0 };
}

function tokensOf({ usage, usageMetadata }: Exchange['response']): number {
  const count = (name: string) => (usage ?? usageMetadata)?.[name] ?? 0;
  return usageMetadata
    ? count('promptTokenCount') +
        count('toolUsePromptTokenCount') +
        count('candidatesTokenCount') +
        count('thoughtsTokenCount')
    : count('input_tokens') +
        count('output_tokens') +
        count('cache_creation_input_tokens') +
        count('cache_read_input_tokens');
}
