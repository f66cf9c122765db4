import type { ProviderKind } from '@onegate/models';

/** What a recorded stream says, read from it without the package under test. */
export interface Said {
  readonly text: string;
  readonly thoughts: string;
  readonly toolArguments: string[];
  readonly isComplete: boolean;
  usage(last: Record<string, unknown>): { prompt: number; completion: number };
}

// Recorded events are whatever the provider sent.
type Event = Record<string, never>;

export function saidIn(recorded: string, kind: ProviderKind): Said {
  const events = recorded
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:') && line.includes('{'))
    .map((line) => JSON.parse(line.slice('data:'.length)) as Event);
  if (kind === 'anthropic') return claude(events);
  return kind === 'cohere' ? cohere(events) : gemini(events);
}

interface GeminiPart {
  text?: string;
  thought?: boolean;
  functionCall?: { args?: unknown };
}
interface GeminiEvent {
  candidates?: { content?: { parts?: GeminiPart[] }; finishReason?: string }[];
}

function gemini(events: Event[]): Said {
  const candidates = (events as GeminiEvent[]).flatMap(({ candidates }) => candidates ?? []);
  const parts = candidates.flatMap(({ content }) => content?.parts ?? []);
  const textOf = (wanted: boolean) =>
    parts
      .filter(({ thought }) => (thought ?? false) === wanted)
      .map(({ text }) => text ?? '')
      .join('');
  return {
    text: textOf(false),
    thoughts: textOf(true),
    toolArguments: parts.flatMap(({ functionCall }) =>
      functionCall ? [JSON.stringify(functionCall.args ?? {})] : [],
    ),
    isComplete: candidates.some(({ finishReason }) => finishReason),
    usage: (last) => ({
      prompt: count(last, 'promptTokenCount') + count(last, 'toolUsePromptTokenCount'),
      completion: count(last, 'candidatesTokenCount') + count(last, 'thoughtsTokenCount'),
    }),
  };
}

interface ClaudeEvent {
  type: string;
  index?: number;
  content_block?: { type: string; text?: string; thinking?: string };
  delta?: { text?: string; thinking?: string; partial_json?: string };
}

function claude(events: Event[]): Said {
  const said = events as unknown as ClaudeEvent[];
  const started = said.filter(({ type }) => type === 'content_block_start');
  const tools = started.filter(({ content_block }) => content_block?.type === 'tool_use');
  const argumentsOf = (index: number | undefined) =>
    said
      .filter((event) => event.type === 'content_block_delta' && event.index === index)
      .map(({ delta }) => delta?.partial_json ?? '')
      .join('');
  const joined = (name: 'text' | 'thinking') =>
    said.map(({ delta, content_block }) => delta?.[name] ?? content_block?.[name] ?? '').join('');
  return {
    text: joined('text'),
    thoughts: joined('thinking'),
    toolArguments: tools.map(({ index }) => argumentsOf(index) || '{}'),
    isComplete: said.some(({ type }) => type === 'message_stop'),
    usage: (last) => ({
      prompt:
        inAllRounds(last, 'input_tokens') +
        inAllRounds(last, 'cache_creation_input_tokens') +
        inAllRounds(last, 'cache_read_input_tokens'),
      completion: inAllRounds(last, 'output_tokens'),
    }),
  };
}

/** Summaries are made, and advisors asked, in rounds that the sum leaves out; they are billed like the others. */
function inAllRounds(last: Record<string, unknown>, name: string): number {
  const rounds = (last['iterations'] ?? []) as Record<string, unknown>[];
  const beside = rounds.filter(({ type }) => type === 'compaction' || type === 'advisor_message');
  return beside.reduce((sum, round) => sum + count(round, name), count(last, name));
}

interface CohereEvent {
  type: string;
  delta?: {
    message?: {
      content?: { text?: string; thinking?: string };
      tool_calls?: { function?: { arguments?: string } };
    };
  };
}

function cohere(events: Event[]): Said {
  const said = events as unknown as CohereEvent[];
  const contents = said.map(({ delta }) => delta?.message?.content);
  const toolArguments: string[] = [];
  for (const { type, delta } of said) {
    const text = delta?.message?.tool_calls?.function?.arguments ?? '';
    if (type === 'tool-call-start') toolArguments.push(text);
    if (type === 'tool-call-delta') toolArguments[toolArguments.length - 1] += text;
  }
  return {
    text: contents.map((content) => content?.text ?? '').join(''),
    thoughts: contents.map((content) => content?.thinking ?? '').join(''),
    toolArguments: toolArguments.map((text) => text || '{}'),
    isComplete: said.some(({ type }) => type === 'message-end'),
    usage: ({ billed_units }) => ({
      prompt: count(billed_units as Record<string, unknown>, 'input_tokens'),
      completion: count(billed_units as Record<string, unknown>, 'output_tokens'),
    }),
  };
}

function count(usage: Record<string, unknown>, name: string): number {
  return Number(usage[name] ?? 0);
}
