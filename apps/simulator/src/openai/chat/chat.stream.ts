import type { StreamEvent, Turn, TurnStream } from '../../exchange/dialect.js';
import { toOpenAiError } from '../../exchange/error-shapes.js';
import type { Reply, ToolCall } from '../../model/reply.js';
import { countTokens } from '../../model/tokens.js';
import { usageSoFar } from '../../model/usage.js';
import { toChatUsage } from '../openai-usage.js';
import { callId, envelopeOf, finishReasons } from './chat.answer.js';
import type { ChatBody } from './chat.schema.js';

/** A streamed chat completion. Compatible servers report a failure in mid-stream as a chunk with nothing but an error. */
export function toChatStream(turn: Turn<ChatBody>): TurnStream {
  return {
    events: chatChunks(turn),
    failure: (error) => [{ data: JSON.stringify({ error: toOpenAiError(error) }) }],
  };
}

/** The chunks, choice after choice, with the usage where the request and the script want it. */
function* chatChunks(turn: Turn<ChatBody>): Generator<StreamEvent> {
  const chunks = new ChunkWriter(turn);
  for (const [index, reply] of turn.replies.entries()) yield* choiceChunks(chunks, reply, index);
  yield* chunks.usage();
  if (!turn.script.nodone) yield { data: '[DONE]' };
}

function* choiceChunks(chunks: ChunkWriter, reply: Reply, index: number): Generator<StreamEvent> {
  const { script } = chunks.turn;
  const hidden = script.thoughts ? 0 : reply.thinking.length;
  const opening = reply.calls.length > 0 ? 'null' : '""';
  yield chunks.delta(index, `{"role":"assistant","content":${opening},"refusal":null}`, hidden);
  if (script.thoughts) {
    for (const token of reply.thinking)
      yield chunks.delta(index, `{"reasoning_content":${JSON.stringify(token)}}`, 1);
  }
  for (const token of reply.text) yield chunks.delta(index, `{"content":${JSON.stringify(token)}}`, 1);
  for (const [position, call] of reply.calls.entries()) yield* callChunks(chunks, call, { index, position });
  yield chunks.finish(index, finishReasons[reply.finish]);
}

function* callChunks(
  chunks: ChunkWriter,
  call: ToolCall,
  place: { index: number; position: number },
): Generator<StreamEvent> {
  const { index, position } = place;
  const id = callId(chunks.turn, index, position);
  const opening = { index: position, id, type: 'function', function: { name: call.name, arguments: '' } };
  yield chunks.delta(index, JSON.stringify({ tool_calls: [opening] }), countTokens(call.name));
  for (const token of call.arguments) {
    yield chunks.delta(
      index,
      `{"tool_calls":[{"index":${position},"function":{"arguments":${JSON.stringify(token)}}}]}`,
      1,
    );
  }
}

/** Writes the JSON of chunks around their common beginning, which is turned into JSON only once. */
class ChunkWriter {
  private readonly head: string;
  private readonly wantsUsage: boolean;
  private output = 0;

  constructor(readonly turn: Turn<ChatBody>) {
    this.head = JSON.stringify(envelopeOf(turn, 'chat.completion.chunk')).slice(0, -1);
    this.wantsUsage = turn.body.stream_options?.include_usage === true && turn.script.usage !== 'missing';
  }

  delta(index: number, delta: string, tokens: number): StreamEvent {
    this.output += tokens;
    return {
      data: this.chunk(
        `{"index":${index},"delta":${delta},"logprobs":null,"finish_reason":null}`,
        this.running(),
      ),
      tokens,
    };
  }

  finish(index: number, reason: string): StreamEvent {
    const last = index === this.turn.replies.length - 1;
    const usage = this.turn.script.usage === 'finish' && last ? this.whole() : this.running();
    return {
      data: this.chunk(`{"index":${index},"delta":{},"logprobs":null,"finish_reason":"${reason}"}`, usage),
    };
  }

  *usage(): Generator<StreamEvent> {
    const { usage } = this.turn.script;
    if (usage === 'finish' || !(this.wantsUsage || usage === 'twice' || usage === 'every')) return;
    const event = { data: this.chunk('', this.whole()) };
    yield event;
    if (usage === 'twice') yield event;
  }

  private chunk(choice: string, usage: string): string {
    return `${this.head},"choices":[${choice}]${usage}}`;
  }

  private whole(): string {
    return `,"usage":${JSON.stringify(toChatUsage(this.turn.usage, this.turn.script))}`;
  }

  /** What each chunk says about usage: nothing, null as OpenAI does when usage was asked for, or the sum so far. */
  private running(): string {
    if (this.turn.script.usage === 'every') {
      return `,"usage":${JSON.stringify(toChatUsage(usageSoFar(this.turn.usage, this.output), this.turn.script))}`;
    }
    return this.wantsUsage ? ',"usage":null' : '';
  }
}
