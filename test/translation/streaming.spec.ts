import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { UpstreamRefusal, streamedAnswer, type AnswerReport } from '@onegate/gateway';
import type { CallOutcome } from '@onegate/models';
import { Failure } from '@onegate/platform';
import { until } from '../setup/until.ts';
import { answerOf } from './chat-answer.js';
import { PlayingProvider } from './playing-provider.js';
import { reports, streamedText, translationOf, wholeBody } from './translating.js';

const body = { model: 'vendor/model', messages: [{ role: 'user', content: 'Hi' }], stream: true };
const hello = 'data: {"candidates":[{"content":{"parts":[{"text":"Hello"}]}}]}\n\n';

describe('Streams', () => {
  let provider: PlayingProvider;
  const asked = () => ({
    kind: 'google' as const,
    address: provider.address,
    model: 'gemini-2.5-flash',
    body,
  });

  beforeAll(async () => {
    provider = await PlayingProvider.start();
  });
  afterAll(() => provider.stop());

  it('read no faster than the client does', async () => {
    let sent = 0;
    let isDone = false;
    const frame = `data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text: 'x'.repeat(100_000) }] } }] })}\n\n`;
    provider.does((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const more = async () => {
        for (let index = 0; index < 600 && !response.destroyed; index += 1) {
          sent += frame.length;
          if (!response.write(frame)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
        }
        isDone = true;
        response.end();
      };
      void more();
    });
    const { events } = await streamedAnswer(await translationOf(asked()));
    await events.next();
    let before = -1;
    await until('the provider has to wait', () => {
      const isStill = sent === before;
      before = sent;
      return isStill;
    });
    expect(isDone).toBe(false);
    expect(sent).toBeLessThan(30_000_000);
    await events.return?.();
    await until('the provider may stop', () => isDone);
  });

  it('leave the provider when the client goes, and report what came until then', async () => {
    const closed = new Promise<void>((resolve) => {
      provider.does((response) => {
        response.on('close', () => resolve());
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(hello);
      });
    });
    const gone = new AbortController();
    const before = reports.length;
    const { events } = await streamedAnswer(await translationOf({ ...asked(), signal: gone.signal }));
    await events.next();
    const pending = events.next();
    gone.abort();
    await expect(pending).resolves.toMatchObject({ done: true });
    await closed;
    expect(reports.slice(before)).toMatchObject([{ isCounted: false, spokenLength: 5, failure: null }]);
  });

  it('say so when time is up', async () => {
    provider.does((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(hello);
    });
    const time = new AbortController();
    const { events } = await streamedAnswer(await translationOf({ ...asked(), signal: time.signal }));
    let text = String((await events.next()).value);
    time.abort(new Failure('gateway.too_slow', 'timed_out', 'It took too long.'));
    for await (const piece of events) text += piece;
    expect(text).toContain('"error":{"message":"It took too long."');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('say so when the provider breaks off', async () => {
    provider.streams(hello);
    const { chunks, report } = await streamedText(asked());
    expect(answerOf(chunks)).toMatchObject({ content: 'Hello', finishReason: 'error' });
    expect(answerOf(chunks).error).toMatchObject({ code: 'answer_interrupted' });
    expect(report.failure?.code).toBe('gateway.answer_interrupted');
  });

  it.each([
    ['that is not what the package expects', 'data: {"candidates":[{"content":{"parts":"our secret"}}]}\n\n'],
    ['that is no JSON', 'data: {"candidates": our secret\n\n'],
  ])('say what came before a piece %s, and that the provider failed', async (_name, piece) => {
    provider.streams(hello + piece + hello);
    const { text, chunks, report } = await streamedText(asked());
    expect(answerOf(chunks)).toMatchObject({ content: 'Hello', finishReason: 'error' });
    expect(answerOf(chunks).error).toMatchObject({ code: 'upstream_failed', type: 'upstream_error' });
    expect(text).not.toMatch(/secret|validation|candidates/i);
    expect(report.failure).toMatchObject({ code: 'gateway.upstream_failed', status: 502 });

    provider.streams(piece);
    await expect(streamedText(asked())).rejects.toMatchObject({
      upstream: { outcome: 'server_error', failure: { code: 'gateway.upstream_failed' } },
    });
  });

  it.each([
    ['that is not what the package expects', '{"candidates":[{"content":{"parts":"our secret"}}]}'],
    ['that is no JSON', '{"candidates": our secret'],
  ])('and whole answers too: one %s is a failure of the provider', async (_name, answer) => {
    provider.answers(answer);
    const error = await wholeBody(asked()).catch((thrown: unknown) => thrown);
    const { upstream } = error as UpstreamRefusal;
    expect(upstream).toMatchObject({ outcome: 'server_error', failure: { status: 502 } });
    expect(upstream.failure.message).not.toMatch(/secret|validation|candidates/i);
  });

  it('fail as one that cannot be reached where a whole answer breaks off', async () => {
    provider.does((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"candidates":');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(wholeBody(asked())).rejects.toMatchObject({
      upstream: { outcome: 'unreachable', failure: { code: 'gateway.upstream_failed' } },
    });
  });

  it('fail before their first byte where another account may answer, with nothing of ours in the words', async () => {
    const cases: [number, object, string, CallOutcome][] = [
      [
        401,
        { error: { message: 'API key sk-proj-abcdef123456 is invalid' } },
        'gateway.account_refused',
        'unauthorized',
      ],
      [
        429,
        { error: { message: 'Quota of projects/our-project' } },
        'gateway.upstream_rate_limited',
        'rate_limited',
      ],
      [503, { error: { message: 'down' } }, 'gateway.upstream_overloaded', 'overloaded'],
      [
        400,
        {
          error: {
            code: 400,
            message: 'Bad schema at https://x.googleapis.com/v1?key=AIzaSyABCDEF',
            status: 'INVALID_ARGUMENT',
          },
        },
        'gateway.upstream_refused',
        'rejected',
      ],
    ];
    for (const [status, answer, code, outcome] of cases) {
      provider.answers(answer, status, { 'retry-after': '7' });
      const error = await streamedText(asked()).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UpstreamRefusal);
      const { upstream } = error as UpstreamRefusal;
      expect(upstream).toMatchObject({ status, outcome });
      expect(upstream.failure.code).toBe(code);
      expect(upstream.failure.message).not.toMatch(/sk-proj|AIza|googleapis|our-project/);
      if (status === 429) expect(upstream.failure.headers).toEqual({ 'retry-after': '7' });
    }
  });

  it('send no key of the package’s own, and call nobody but the account’s provider', async () => {
    provider.answers({ candidates: [{ content: { parts: [{ text: 'Hi' }] }, finishReason: 'STOP' }] });
    const signedIn: typeof fetch = (url, init) =>
      fetch(url, {
        ...init,
        headers: { ...(init?.headers as Record<string, string>), 'x-goog-api-key': 'ours' },
      });
    await wholeBody({ ...asked(), fetch: signedIn });
    expect(provider.lastCall.headers).toMatchObject({ 'x-goog-api-key': 'ours' });
    expect(JSON.stringify(provider.lastCall.headers)).not.toContain('signed-in-elsewhere');

    for (const kind of [
      'openai',
      'azure',
      'anthropic',
      'bedrock',
      'mistral',
      'deepseek',
      'xai',
      'groq',
      'cohere',
      'together',
      'fireworks',
      'openrouter',
      'openai-compatible',
      'simulator',
      'vertex',
    ] as const) {
      await wholeBody({ ...asked(), kind }).catch(() => undefined);
      const { headers } = provider.lastCall;
      expect([kind, headers.authorization, headers['x-api-key'], headers['api-key']]).toEqual([
        kind,
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  it('put files in the place of addresses that the provider does not load', async () => {
    provider.answers({
      output: { message: { role: 'assistant', content: [{ text: 'A cat' }] } },
      stopReason: 'end_turn',
      usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
    });
    const seen: string[] = [];
    const content = [
      { type: 'image_url', image_url: { url: 'https://pictures.example/cat.png' } },
      { type: 'file', file: { file_id: 'file_1', filename: 'a.pdf' } },
    ];
    await wholeBody({
      ...asked(),
      kind: 'bedrock',
      body: { ...body, messages: [{ role: 'user', content }] },
      files: {
        fromUrl: (url) => {
          seen.push(url.href);
          return Promise.resolve({ data: new Uint8Array([1, 2]), mediaType: 'image/webp' });
        },
        fromStore: (id) => {
          seen.push(id);
          return Promise.resolve({ data: new Uint8Array([3]), mediaType: 'application/pdf' });
        },
      },
    });
    expect(seen.toSorted()).toEqual(['file_1', 'https://pictures.example/cat.png']);
    expect(provider.lastCall.body).toMatchObject({
      messages: [
        {
          content: [
            { image: { format: 'webp', source: { bytes: 'AQI=' } } },
            { document: { format: 'pdf', source: { bytes: 'Aw==' } } },
          ],
        },
      ],
    });
  });

  it('report once, also when nobody read them', async () => {
    provider.streams(hello);
    const seen: AnswerReport[] = [];
    const translation = await translationOf(asked());
    const { events } = await streamedAnswer({ ...translation, onReport: (report) => seen.push(report) });
    await events.return?.();
    await events.return?.();
    await expect(events.next()).resolves.toMatchObject({ done: true });
    expect(seen).toHaveLength(1);
  });
});
