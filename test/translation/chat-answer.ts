/** An answer put together from chunks, by the rules that clients follow. */
export interface ChatAnswer {
  content: string;
  reasoning: string;
  details: Record<string, unknown>[];
  calls: { id: string; name: string; arguments: string; extra?: unknown }[];
  annotations: Record<string, unknown>[];
  finishReason: string | null;
  usage: Record<string, unknown> | null;
  error: Record<string, unknown> | null;
}

interface Chunk {
  choices?: { delta?: Delta; finish_reason?: string | null }[];
  usage?: Record<string, unknown> | null;
  error?: Record<string, unknown>;
}

interface Delta {
  content?: string | null;
  reasoning_content?: string;
  reasoning_details?: Record<string, unknown>[];
  annotations?: Record<string, unknown>[];
  tool_calls?: DeltaCall[];
}

interface DeltaCall {
  index: number;
  id?: string;
  function?: { name?: string; arguments?: string };
  extra_content?: unknown;
}

export function answerOf(chunks: readonly Record<string, unknown>[]): ChatAnswer {
  const answer: ChatAnswer = {
    content: '',
    reasoning: '',
    details: [],
    calls: [],
    annotations: [],
    finishReason: null,
    usage: null,
    error: null,
  };
  for (const chunk of chunks as readonly Chunk[]) {
    answer.usage = chunk.usage ?? answer.usage;
    answer.error = chunk.error ?? answer.error;
    const [choice] = chunk.choices ?? [];
    answer.finishReason = choice?.finish_reason ?? answer.finishReason;
    if (choice?.delta) add(answer, choice.delta);
  }
  return answer;
}

function add(answer: ChatAnswer, delta: Delta): void {
  answer.content += delta.content ?? '';
  answer.reasoning += delta.reasoning_content ?? '';
  answer.details.push(...(delta.reasoning_details ?? []));
  answer.annotations.push(...(delta.annotations ?? []));
  for (const call of delta.tool_calls ?? []) addCall(answer, call);
}

function addCall(answer: ChatAnswer, { index, id, function: called, extra_content }: DeltaCall): void {
  const call = (answer.calls[index] ??= { id: id ?? '', name: called?.name ?? '', arguments: '' });
  call.arguments += called?.arguments ?? '';
  if (extra_content !== undefined) call.extra = extra_content;
}
