import { describe, expect, it } from '@jest/globals';
import {
  completeUsage,
  SseFrames,
  usageReader,
  type ReadProtocol,
  type UsageReading,
} from '@onegate/gateway';
import {
  describeWithRecordings,
  inPieces,
  protocolsOfApis,
  recorded,
  recordedExchanges,
  recordedStreams,
  seeded,
  type Json,
} from './recordings.ts';

function readStream(protocol: ReadProtocol, chunks: readonly Buffer[]): UsageReading {
  const reader = usageReader(protocol);
  const frames = new SseFrames((frame) => reader.see(frame));
  for (const chunk of chunks) frames.push(chunk);
  frames.end();
  return reader.result();
}

const protocolOf = (api: string): ReadProtocol => protocolsOfApis[api] ?? 'openai-chat';
/** All that was read, as text: compared many thousand times. */
const comparable = ({ output, ...rest }: UsageReading) =>
  JSON.stringify({ ...rest, text: output.text }, (_key, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
const number = (value: unknown) => Number(value ?? 0);
const inside = (value: unknown) => (value ?? {}) as Json;

interface Totals {
  readonly prompt: number;
  readonly cached: number;
  readonly answer: number;
  readonly reasoning: number;
}

/** What the last usage object says, in the words of its protocol; nothing of ours is used. */
function totalsTold(api: string, usage: Json): Totals {
  if (api === 'messages') return messagesTold(usage);
  return openAiTold(usage, api === 'embeddings');
}

function openAiTold(usage: Json, isEmbedding: boolean): Totals {
  const prompt = number(usage.prompt_tokens ?? usage.input_tokens ?? usage.total_tokens);
  const told = number(usage.completion_tokens ?? usage.output_tokens);
  const details = inside(usage.completion_tokens_details ?? usage.output_tokens_details);
  const prompts = inside(usage.prompt_tokens_details ?? usage.input_tokens_details);
  const beside = isEmbedding ? 0 : number(usage.total_tokens ?? prompt + told) - prompt - told;
  const cached = number(prompts.cached_tokens || usage.num_cached_tokens || usage.cached_tokens);
  return {
    prompt,
    cached: cached > prompt ? 0 : cached,
    answer: told + beside,
    reasoning: Math.min(told + beside, number(details.reasoning_tokens) || beside),
  };
}

function messagesTold(usage: Json): Totals {
  const rounds = (usage.iterations ?? []) as Json[];
  const all = [usage, ...rounds.filter(({ type }) => /compaction|advisor/.test(String(type)))];
  const sum = (...names: string[]) =>
    all.reduce((total, one) => names.reduce((part, name) => part + number(one[name]), total), 0);
  return {
    prompt: sum('input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'),
    cached: sum('cache_read_input_tokens'),
    answer: sum('output_tokens'),
    reasoning: number(inside(usage.output_tokens_details).thinking_tokens),
  };
}

function totalsRead({ usage }: UsageReading): Totals {
  const of = (...kinds: (keyof NonNullable<typeof usage>)[]) =>
    kinds.reduce((sum, kind) => sum + number(usage?.[kind]), 0);
  return {
    prompt: of(
      'input',
      'cached_read',
      'cached_audio',
      'cache_write',
      'cache_write_1h',
      'audio',
      'image_token',
    ),
    cached: of('cached_read', 'cached_audio'),
    answer: of('output', 'reasoning', 'audio_output', 'image_output'),
    reasoning: of('reasoning'),
  };
}

describeWithRecordings('usage read from recorded streams', () => {
  const streams = recordedStreams();

  it.each(streams.map((stream) => [stream.file, stream] as const))('%s', (file, stream) => {
    const bytes = recorded(file);
    const protocol = protocolOf(stream.api);
    const whole = readStream(protocol, [bytes]);
    const random = seeded(bytes.length);
    for (const longest of [3, 40, 700, 5000]) {
      const pieces = inPieces(bytes, longest, random);
      expect(comparable(readStream(protocol, pieces))).toEqual(comparable(whole));
    }
    if (stream.lastUsage === null) expect(whole.usage).toBeNull();
    else expect(totalsRead(whole)).toEqual(totalsTold(stream.api, stream.lastUsage));
    expect(whole.isUsageFinal).toBe(stream.lastUsage !== null);
  });

  it('is the same wherever a short stream is cut in two', () => {
    let cuts = 0;
    for (const { file, api } of streams) {
      const bytes = recorded(file);
      if (bytes.length > 1500) continue;
      const whole = comparable(readStream(protocolOf(api), [bytes]));
      for (let at = 1; at < bytes.length; at += 1) {
        const halves = [bytes.subarray(0, at), bytes.subarray(at)];
        expect(comparable(readStream(protocolOf(api), halves))).toEqual(whole);
        cuts += 1;
      }
    }
    expect(cuts).toBeGreaterThan(4000);
  });

  it('knows each answer’s id and model, its end and its failure', () => {
    const read = streams.map((stream) => ({
      stream,
      reading: readStream(protocolOf(stream.api), [recorded(stream.file)]),
    }));
    const files = (which: (one: (typeof read)[number]) => boolean) =>
      read.filter(which).map(({ stream }) => stream.file.replace(/^sse\//, ''));
    const isNameless = ({ file }: { file: string }) => /snowflake|writer/.test(file);
    const named = files(
      ({ reading, stream }) => !isNameless(stream) && (!reading.generationId || !reading.model),
    );
    expect(named).toEqual([]);
    const isBroken = ({ file }: { file: string }) => /gpustack_qwen3_streams_thinking|writer/.test(file);
    expect(files(({ reading, stream }) => reading.sawTerminal === isBroken(stream))).toEqual([]);
    expect(files(({ reading, stream }) => reading.sawError !== stream.features.error)).toEqual([]);
    expect(files(({ reading }) => reading.finishReason === null).length).toBeLessThan(10);
  });

  it('counts what it was not told, near enough', async () => {
    const off: number[] = [];
    for (const stream of streams.filter(({ lastUsage, request }) => lastUsage && request)) {
      const reading = readStream(protocolOf(stream.api), [recorded(stream.file)]);
      const told = totalsRead(reading);
      const untold = { ...reading, output: reading.output, usage: null, isUsageFinal: false };
      const { usage, source } = await completeUsage(untold, protocolOf(stream.api), stream.request ?? {});
      expect(source).not.toBe('upstream');
      const visible = told.answer - told.reasoning;
      if (visible > 50 && told.reasoning === 0) {
        off.push(number(usage.output) / visible);
      }
    }
    off.sort((a, b) => a - b);
    const at = (share: number) => off[Math.floor(share * (off.length - 1))] ?? 0;
    expect(off.length).toBeGreaterThan(40);
    expect(at(0.5)).toBeCloseTo(1, 0);
    expect([at(0.1) > 0.6, at(0.9) < 1.4]).toEqual([true, true]);
  });
});

describeWithRecordings('usage read from recorded answers', () => {
  it.each(Object.keys(protocolsOfApis))('all of %s', (api) => {
    const answers = recordedExchanges().filter((row) => row.api === api && row.response?.usage);
    expect(answers.length).toBeGreaterThan(10);
    for (const { response, source } of answers) {
      const reader = usageReader(protocolOf(api));
      reader.readWhole(response);
      const reading = reader.result();
      const expected = totalsTold(api, inside(response.usage));
      expect({ source, ...totalsRead(reading) }).toEqual({ source, ...expected });
      const isRunning = ['in_progress', 'queued'].includes(String(response.status));
      expect(reading).toMatchObject({ isUsageFinal: true, sawTerminal: !isRunning, sawError: false });
    }
  });
});

describe('the reading of a whole answer and of its stream', () => {
  it('ends in the same', () => {
    const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 };
    const choice = { index: 0, finish_reason: 'stop' };
    const answer = { id: 'chatcmpl-1', model: 'm', usage };
    const whole = usageReader('openai-chat');
    whole.readWhole({
      ...answer,
      choices: [{ ...choice, message: { role: 'assistant', content: 'Hi 😀' } }],
    });
    const events = [{ ...answer, choices: [{ ...choice, delta: { content: 'Hi 😀' } }] }];
    const stream = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
    const read = readStream('openai-chat', [Buffer.from(`${stream}data: [DONE]\n\n`)]);
    expect(comparable(read)).toEqual(comparable(whole.result()));
  });
});
