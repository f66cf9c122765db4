import { createAnthropic } from '@ai-sdk/anthropic';
import { createCohere } from '@ai-sdk/cohere';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createMistral } from '@ai-sdk/mistral';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { createXai } from '@ai-sdk/xai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlayingProvider } from './playing-provider.js';

export const sharedData = process.env['ONEGATE_SHARED_DATA'];

export interface Recording {
  readonly file: string;
  readonly api: string;
  readonly provider: string;
}

type Connect = (baseURL: string) => LanguageModelV4;

const apiKey = 'recorded';

/** How the packages speak each protocol of the recordings. */
const connections: Readonly<Record<string, Connect>> = {
  messages: (baseURL) => createAnthropic({ baseURL, apiKey })('claude-sonnet-4-6'),
  gemini: (baseURL) => createGoogleGenerativeAI({ baseURL, apiKey })('gemini-3-pro'),
  responses: (baseURL) => createOpenAI({ baseURL, apiKey }).responses('gpt-5'),
  'responses/xai': (baseURL) => createXai({ baseURL, apiKey }).responses('grok-4'),
  chat: (baseURL) => createOpenAICompatible({ name: 'upstream', baseURL, apiKey })('some-model'),
  'chat/openai': (baseURL) => createOpenAI({ baseURL, apiKey }).chat('gpt-4o'),
  'chat/mistral': (baseURL) => createMistral({ baseURL, apiKey })('mistral-large'),
  'chat-native/cohere': (baseURL) => createCohere({ baseURL, apiKey })('command-r'),
};

export function recordings(): Recording[] {
  if (!sharedData) return [];
  const index = readFileSync(join(sharedData, 'sse/INDEX.jsonl'), 'utf8').trim().split('\n');
  return index.map((line) => JSON.parse(line) as Recording).filter((recording) => connectionOf(recording));
}

/** What the package for its provider makes of a recorded stream. */
export async function recordedParts(
  recording: Recording,
  provider: PlayingProvider,
): Promise<LanguageModelV4StreamPart[]> {
  provider.streams(readFileSync(join(sharedData ?? '', recording.file)), { pieceSize: 4_096 });
  const model = connectionOf(recording)?.(provider.address);
  if (!model) throw new Error(`Nobody speaks ${recording.file}.`);
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }];
  const options = { prompt, providerOptions: { openai: { store: false } } };
  const parts: LanguageModelV4StreamPart[] = [];
  try {
    const { stream } = await model.doStream(options);
    for await (const part of stream) parts.push(part);
  } catch (error) {
    parts.push({ type: 'error', error });
  }
  return parts;
}

function connectionOf({ api, provider }: Recording): Connect | undefined {
  return connections[`${api}/${provider}`] ?? connections[api];
}
