import Anthropic from '@anthropic-ai/sdk';
import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Anthropic0 from 'anthropic0';
import OpenAI from 'openai';
import OpenAI7 from 'openai7';
import { messagesWire, responsesWire, type Wire } from '@onegate/gateway';
import { internalFailure } from '@onegate/platform';
import { assembled } from '../translation/assembled-answer.js';
import { PlayingProvider } from '../translation/playing-provider.js';
import { recordedParts, recordings, sharedData } from '../translation/recorded-answers.js';
import { saidInParts } from '../translation/said-in-parts.js';

const withData = sharedData ? describe : describe.skip;
const facts = { id: 'resp_1', model: 'some-model', createdAt: new Date(1_790_000_000_000), body: {} };
const messages = [{ role: 'user' as const, content: 'Hi' }];
const failing: LanguageModelV4StreamPart[] = [
  { type: 'text-start', id: '0' },
  { type: 'text-delta', id: '0', delta: 'So far' },
];

let provider: PlayingProvider;
let gateway: PlayingProvider;
const clients = () => {
  const baseURL = gateway.address;
  const options = { apiKey: 'sk-any', maxRetries: 0 };
  return {
    openai: [new OpenAI({ baseURL, ...options }), new OpenAI7({ baseURL, ...options })] as OpenAI[],
    anthropic: [
      new Anthropic({ baseURL: baseURL.replace('/v1', ''), ...options }),
      new Anthropic0({ baseURL: baseURL.replace('/v1', ''), ...options }),
    ] as Anthropic[],
  };
};

beforeAll(async () => {
  provider = await PlayingProvider.start();
  gateway = await PlayingProvider.start();
});
afterAll(() => Promise.all([provider.stop(), gateway.stop()]));

withData('Streams of other providers, in the SDKs of those whose protocol they are written in', () => {
  it.each(recordings())('$file', async (recording) => {
    const parts = await recordedParts(recording, provider);
    const { isWhole } = saidInParts(parts);

    gateway.streams(written(messagesWire, parts));
    for (const client of clients().anthropic) {
      const answer = client.messages
        .stream({ model: 'some-model', max_tokens: 1_024, messages })
        .finalMessage();
      if (!isWhole) await expect(answer).rejects.toThrow();
      else expect(plain(await answer)).toMatchObject(asStreamed(messagesWire.write(assembled(parts), facts)));
    }

    gateway.streams(written(responsesWire, parts));
    for (const client of clients().openai) {
      const answer = client.responses.stream({ model: 'some-model', input: 'Hi' }).finalResponse();
      if (!isWhole) await expect(answer).rejects.toThrow();
      else
        expect(plain(await answer)).toMatchObject(withoutTime(responsesWire.write(assembled(parts), facts)));
    }
  });
});

describe('A provider that fails in mid-stream', () => {
  it('is an error of the SDKs of Anthropic', async () => {
    gateway.streams(failed(messagesWire));
    for (const client of clients().anthropic) {
      const stream = client.messages.stream({ model: 'some-model', max_tokens: 1_024, messages });
      await expect(stream.finalMessage()).rejects.toThrow(/api_error/);
    }
  });

  it('is an error of the SDKs of OpenAI', async () => {
    gateway.streams(failed(responsesWire));
    for (const client of clients().openai) {
      const stream = client.responses.stream({ model: 'some-model', input: 'Hi' });
      await expect(stream.finalResponse()).rejects.toThrow(/went wrong/);
    }
  });

  it('is an error too where the stream just stops', async () => {
    gateway.streams(written(messagesWire, failing));
    for (const { messages: api } of clients().anthropic)
      await expect(api.stream({ model: 'm', max_tokens: 9, messages }).finalMessage()).rejects.toThrow(
        /broke off/,
      );
    gateway.streams(written(responsesWire, failing));
    for (const { responses: api } of clients().openai)
      await expect(api.stream({ model: 'm', input: 'Hi' }).finalResponse()).rejects.toThrow(/broke off/);
  });
});

function written(wire: Wire, parts: readonly LanguageModelV4StreamPart[]): string {
  const writer = wire.stream(facts);
  return parts.map((part) => writer.part(part)).join('') + writer.end();
}

function failed(wire: Wire): string {
  const writer = wire.stream(facts);
  return failing.map((part) => writer.part(part)).join('') + writer.fail(internalFailure()) + writer.end();
}

/** The facts that a stream says with its first event are those known then. */
function asStreamed(message: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { input_tokens, output_tokens } = message['usage'] as Record<string, unknown>;
  return { ...message, usage: { input_tokens, output_tokens } };
}

function withoutTime({ completed_at: _time, ...response }: Readonly<Record<string, unknown>>) {
  return response;
}

/** The SDKs hide what they keep for themselves. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
