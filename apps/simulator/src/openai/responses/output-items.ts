import type { Turn } from '../../exchange/dialect.js';
import { opaqueText } from '../../model/random.js';
import type { Reply } from '../../model/reply.js';
import { countTokens } from '../../model/tokens.js';
import type { ResponsesBody } from './responses.schema.js';

export interface ReasoningItem {
  readonly id: string;
  readonly type: 'reasoning';
  readonly summary: readonly { readonly type: 'summary_text'; readonly text: string }[];
  readonly encrypted_content?: string;
}

export interface MessageItem {
  readonly id: string;
  readonly type: 'message';
  readonly status: ItemStatus;
  readonly role: 'assistant';
  readonly content: readonly OutputText[];
}

export interface CallItem {
  readonly id: string;
  readonly type: 'function_call';
  readonly status: ItemStatus;
  readonly arguments: string;
  readonly call_id: string;
  readonly name: string;
}

export type OutputItem = ReasoningItem | MessageItem | CallItem;
type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

interface OutputText {
  readonly type: 'output_text';
  readonly text: string;
  readonly annotations: readonly never[];
  readonly logprobs: readonly never[];
}

/** A finished output item, with the tokens it is made of when it is streamed. */
export interface Written<Item extends OutputItem> {
  readonly item: Item;
  readonly tokens: readonly string[];
  /** Tokens that count but are not in the text: the name of a call, thought without a summary. */
  readonly hidden: number;
}

export interface Output {
  readonly reasoning: Written<ReasoningItem> | undefined;
  readonly message: Written<MessageItem> | undefined;
  readonly calls: readonly Written<CallItem>[];
}

export function outputText(text: string): OutputText {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

/** What the model wrote, as output items: thought, then either a message or calls. */
export function outputOf(turn: Turn<ResponsesBody>): Output {
  const reply = turn.replies[0];
  if (!reply) return { reasoning: undefined, message: undefined, calls: [] };
  const status = reply.finish === 'length' ? 'incomplete' : 'completed';
  const calls = reply.calls.map((_, index) => callOf(turn, reply, index));
  const onlyThought = reply.thinking.length > 0 && reply.text.length === 0 && status === 'incomplete';
  return {
    reasoning: reply.thinking.length > 0 ? reasoningOf(turn, reply) : undefined,
    message: calls.length > 0 || onlyThought ? undefined : messageOf(turn, reply, status),
    calls,
  };
}

export function itemsOf({ reasoning, message, calls }: Output): OutputItem[] {
  return [reasoning?.item, message?.item, ...calls.map((call) => call.item)].filter(
    (item) => item !== undefined,
  );
}

function reasoningOf({ id, body, script }: Turn<ResponsesBody>, reply: Reply): Written<ReasoningItem> {
  const shown = Boolean(body.reasoning?.summary) || script.thoughts === true;
  const encrypted = body.include?.includes('reasoning.encrypted_content');
  const item: ReasoningItem = {
    id: `rs_${id}`,
    type: 'reasoning',
    summary: shown ? [{ type: 'summary_text', text: reply.thinking.join('') }] : [],
    ...(encrypted ? { encrypted_content: opaqueText(reply.seed, 192) } : {}),
  };
  return shown
    ? { item, tokens: reply.thinking, hidden: 0 }
    : { item, tokens: [], hidden: reply.thinking.length };
}

function messageOf({ id }: Turn, reply: Reply, status: ItemStatus): Written<MessageItem> {
  const content = [outputText(reply.text.join(''))];
  return {
    item: { id: `msg_${id}`, type: 'message', status, role: 'assistant', content },
    tokens: reply.text,
    hidden: 0,
  };
}

function callOf({ id }: Turn, reply: Reply, index: number): Written<CallItem> {
  const call = reply.calls[index] ?? { name: '', arguments: [] };
  const cutShort = reply.finish === 'length' && index === reply.calls.length - 1;
  const item: CallItem = {
    id: `fc_${id}${index}`,
    type: 'function_call',
    status: cutShort ? 'incomplete' : 'completed',
    arguments: call.arguments.join(''),
    call_id: `call_${id}${index}`,
    name: call.name,
  };
  return { item, tokens: call.arguments, hidden: countTokens(call.name) };
}
