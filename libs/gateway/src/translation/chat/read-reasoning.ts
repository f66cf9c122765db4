import type { LanguageModelV4ReasoningPart } from '@ai-sdk/provider';
import { hinting, type CallHints, type Seal, type SealMaker } from '../neutral/hints.js';
import { isGiven } from './is-given.js';
import { isNamed, makerOfFormat } from './reasoning-formats.js';
import type { ChatAssistantMessage, ReasoningDetail } from './chat-message.schema.js';
import type { ChatRequest } from './chat-request.schema.js';

/** What the model thought in an earlier turn, with what its provider signed where the client kept that. */
export function readThoughts(message: ChatAssistantMessage): LanguageModelV4ReasoningPart[] {
  const calls = new Set((message.tool_calls ?? []).map(({ id }) => id));
  const details = (message.reasoning_details ?? []).filter((detail) => !isOfCall(detail, calls));
  const unnamed = mayBeClaudes(message) ? 'anthropic' : undefined;
  if (details.length > 0) return joined(details).map((detail) => thoughtOf(detail, unnamed));
  const text = message.reasoning_content ?? message.reasoning;
  return text ? [{ type: 'reasoning', text }] : [];
}

/** Streams give a thought in pieces, and its signature last; clients keep them as they came. */
function joined(details: readonly ReasoningDetail[]): ReasoningDetail[] {
  const whole: ReasoningDetail[] = [];
  for (const detail of details) {
    const last = whole.at(-1);
    if (last && continues(last, detail)) whole[whole.length - 1] = join(last, detail);
    else whole.push(detail);
  }
  return whole;
}

function continues(last: ReasoningDetail, next: ReasoningDetail): boolean {
  const isText = last.type === 'reasoning.text' && next.type === 'reasoning.text';
  return isText && !last.signature && last['index'] === next['index'];
}

function join(last: ReasoningDetail, next: ReasoningDetail): ReasoningDetail {
  return {
    ...last,
    ...next,
    text: `${last.text ?? ''}${next.text ?? ''}`,
    format: makerOfFormat(next.format) ? next.format : last.format,
  };
}

/** Claude alone signs the text of thoughts: a signature whose name was lost on the way is its, unless others are named beside it. */
function mayBeClaudes({ reasoning_details, tool_calls }: ChatAssistantMessage): boolean {
  const others = (reasoning_details ?? []).some(
    ({ format }) => (makerOfFormat(format) ?? 'anthropic') !== 'anthropic',
  );
  return !others && !tool_calls?.some(({ extra_content }) => extra_content?.google?.thought_signature);
}

function thoughtOf(detail: ReasoningDetail, unnamed: SealMaker | undefined): LanguageModelV4ReasoningPart {
  const text = detail.text ?? detail.summary ?? '';
  const isSignedText = detail.type === 'reasoning.text' && !detail.data;
  return {
    type: 'reasoning',
    text,
    ...hinting({ seal: sealOf(detail, isSignedText ? unnamed : undefined) }),
  };
}

function sealOf({ format, signature, data, id }: ReasoningDetail, unnamed?: SealMaker): Seal | undefined {
  const by = makerOfFormat(format) ?? (isNamed(format) ? undefined : unnamed);
  if (!by || (!signature && !data)) return undefined;
  return {
    by,
    ...(signature ? { signature } : {}),
    ...(data ? { encrypted: data } : {}),
    ...(id ? { id } : {}),
  };
}

/** Gemini seals its tool calls: OpenRouter tells that in a detail that is named after the call. */
export function sealOfCall(message: ChatAssistantMessage, callId: string): Seal | undefined {
  const detail = message.reasoning_details?.find((each) => isOfCall(each, new Set([callId])));
  return detail && sealOf(detail);
}

function isOfCall({ type, id }: ReasoningDetail, calls: ReadonlySet<string>): boolean {
  return type === 'reasoning.encrypted' && typeof id === 'string' && calls.has(id);
}

interface WantedThinking {
  readonly reasoning?: NonNullable<ChatRequest['reasoning_effort']>;
  readonly hints: CallHints;
}

/** How much the model is to think: OpenAI's `reasoning_effort`, OpenRouter's `reasoning`. */
export function readThinking(request: ChatRequest): WantedThinking {
  const { reasoning } = request;
  const hidesReasoning = reasoning?.exclude === true || request.include_reasoning === false;
  const hints = {
    ...(isGiven(reasoning?.max_tokens) ? { thinkingBudget: reasoning.max_tokens } : {}),
    ...(hidesReasoning ? { hidesReasoning } : {}),
  };
  const effort = reasoning?.effort ?? request.reasoning_effort ?? effortOfSwitch(reasoning);
  return effort ? { reasoning: effort, hints } : { hints };
}

function effortOfSwitch(reasoning: ChatRequest['reasoning']): 'medium' | 'none' | undefined {
  if (reasoning?.enabled === false) return 'none';
  return reasoning?.enabled === true && !isGiven(reasoning.max_tokens) ? 'medium' : undefined;
}
