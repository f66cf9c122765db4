import { createAnthropic } from '@ai-sdk/anthropic';
import { createCohere } from '@ai-sdk/cohere';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createMistral } from '@ai-sdk/mistral';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { createXai } from '@ai-sdk/xai';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { messagesWire, responsesWire } from '@onegate/gateway';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { complaints, specification } from './answer-rules.js';
import { PlayingProvider } from './playing-provider.js';
import { sharedData } from './recorded-answers.js';

const withData = sharedData ? describe : describe.skip;
const apiKey = 'recorded';

const connections: Readonly<Record<string, (baseURL: string) => LanguageModelV4>> = {
  anthropic: (baseURL) => createAnthropic({ baseURL, apiKey })('claude-sonnet-4-6'),
  google: (baseURL) => createGoogleGenerativeAI({ baseURL, apiKey })('gemini-3-pro'),
  'openai-responses': (baseURL) => createOpenAI({ baseURL, apiKey }).responses('gpt-5'),
  'openai-chat': (baseURL) => createOpenAI({ baseURL, apiKey }).chat('gpt-4o'),
  'xai-responses': (baseURL) => createXai({ baseURL, apiKey }).responses('grok-4'),
  mistral: (baseURL) => createMistral({ baseURL, apiKey })('mistral-large'),
  cohere: (baseURL) => createCohere({ baseURL, apiKey })('command-r'),
  'deepseek-chat': (baseURL) => createOpenAICompatible({ name: 'upstream', baseURL, apiKey })('deepseek'),
  moonshotai: (baseURL) => createOpenAICompatible({ name: 'upstream', baseURL, apiKey })('kimi'),
  groq: (baseURL) => createOpenAICompatible({ name: 'upstream', baseURL, apiKey })('llama'),
};

function answers(): { folder: string; file: string }[] {
  return Object.keys(connections).flatMap((folder) =>
    readdirSync(join(sharedData ?? '', 'ai-sdk-fixtures', folder))
      .filter((file) => file.endsWith('.json') && !/error|429|transcription|embedding/.test(file))
      .map((file) => ({ folder, file })),
  );
}

withData('Whole answers of providers', () => {
  let provider: PlayingProvider;
  let isMessage: ValidateFunction;
  let isOpenResponse: ValidateFunction;
  let isOpenAiResponse: ValidateFunction;

  beforeAll(async () => {
    provider = await PlayingProvider.start();
    isMessage = specification('anthropic.messages.response');
    isOpenResponse = specification('openresponses.responses.response');
    isOpenAiResponse = specification('openai.responses.response');
  });
  afterAll(() => provider.stop());

  it.each(sharedData ? answers() : [])(
    'are whole in both protocols: $folder/$file',
    async ({ folder, file }) => {
      provider.answers(readFileSync(join(sharedData ?? '', 'ai-sdk-fixtures', folder, file), 'utf8'));
      const model = connections[folder]?.(provider.address);
      const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }];
      const result = await model?.doGenerate({ prompt, providerOptions: { openai: { store: false } } });
      if (!result) throw new Error(`Nobody speaks ${folder}.`);
      const facts = { id: 'resp_1', model: 'vendor/model', createdAt: new Date(), body: {} };

      expect(complaints(isMessage, [messagesWire.write(result, facts)])).toEqual([]);
      const response = responsesWire.write(result, facts);
      expect(complaints(isOpenAiResponse, [response])).toEqual([]);
      if (!/web_search_call|image_generation_call/.test(JSON.stringify(response)))
        expect(complaints(isOpenResponse, [response])).toEqual([]);
    },
  );
});
