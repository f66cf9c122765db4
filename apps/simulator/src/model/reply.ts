import type { Ask, Tool } from './ask.js';
import type { Script } from '../script/script.schema.js';
import { exampleOf } from './json-example.js';
import { speak, think } from './prose.js';
import { randomFrom } from './random.js';
import { countTokens, tokensOf } from './tokens.js';

export interface ToolCall {
  readonly name: string;
  /** The JSON of the arguments, token by token; cut short when the output limit was reached. */
  readonly arguments: readonly string[];
}

/** Why the model stopped, before each dialect gives it its own name. */
export type Finish = 'stop' | 'stop-sequence' | 'length' | 'tool';

/** One answer of the model, as tokens. */
export interface Reply {
  readonly seed: number;
  readonly thinking: readonly string[];
  readonly text: readonly string[];
  readonly calls: readonly ToolCall[];
  readonly finish: Finish;
  readonly stopSequence: string | null;
}

/** The rule for output tokens: thought, text, and each tool call's name and arguments. */
export function outputTokens(reply: Reply): number {
  const calls = reply.calls.reduce((sum, call) => sum + countTokens(call.name) + call.arguments.length, 0);
  return reply.thinking.length + reply.text.length + calls;
}

/** Composes the answer to an ask; the same ask, script and seed always give the same one. */
export function composeReply(ask: Ask, script: Script, seed: number): Reply {
  const wantedThought = think(seed ^ 0x5bd1e995, script.reasoning ?? ask.reasoning);
  const thinking = wantedThought.slice(0, ask.maxOutput);
  const room = (ask.maxOutput ?? Infinity) - thinking.length;
  const start = { seed, thinking, text: [], calls: [], stopSequence: null };
  const tools = toolsToCall(ask, script);
  if (tools.length > 0) return { ...start, ...callTools(tools, seed, room) };
  return { ...start, ...sayText(ask, script, seed, room) };
}

function toolsToCall(ask: Ask, script: Script): readonly Tool[] {
  const { toolChoice } = ask;
  if (toolChoice === 'none' || ask.tools.length === 0) return [];
  if (toolChoice === 'auto' && ask.answersTool && script.tools === undefined) return [];
  const allowed =
    typeof toolChoice === 'object' ? ask.tools.filter((tool) => tool.name === toolChoice.name) : ask.tools;
  const count = ask.parallelTools ? (script.tools ?? 1) : Math.min(1, script.tools ?? 1);
  return Array.from({ length: count }, (_, index) => allowed[index % allowed.length]).filter(
    (tool) => tool !== undefined,
  );
}

function callTools(tools: readonly Tool[], seed: number, room: number): Pick<Reply, 'calls' | 'finish'> {
  const random = randomFrom(seed);
  const calls: ToolCall[] = [];
  let left = room;
  for (const tool of tools) {
    left -= countTokens(tool.name);
    if (left < 0) return { calls, finish: 'length' };
    const written = tokensOf(JSON.stringify(exampleOf(tool.parameters ?? { type: 'object' }, random)));
    calls.push({ name: tool.name, arguments: written.slice(0, left) });
    left -= written.length;
    if (left < 0) return { calls, finish: 'length' };
  }
  return { calls, finish: 'tool' };
}

function sayText(
  ask: Ask,
  script: Script,
  seed: number,
  room: number,
): Pick<Reply, 'text' | 'finish' | 'stopSequence'> {
  const wanted =
    ask.jsonSchema === undefined
      ? speak(seed, ask.question, script.out)
      : tokensOf(JSON.stringify(exampleOf(ask.jsonSchema, randomFrom(seed))));
  const spoken = wanted.slice(0, room);
  const stop = firstStop(spoken, ask.stop);
  if (stop) return { text: stop.before, finish: 'stop-sequence', stopSequence: stop.sequence };
  return { text: spoken, finish: spoken.length < wanted.length ? 'length' : 'stop', stopSequence: null };
}

function firstStop(
  spoken: readonly string[],
  stops: readonly string[],
): { before: string[]; sequence: string } | undefined {
  if (stops.length === 0) return undefined;
  const text = spoken.join('');
  const found = stops
    .map((sequence) => ({ sequence, at: sequence === '' ? -1 : text.indexOf(sequence) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at)[0];
  return found && { before: tokensOf(text.slice(0, found.at)), sequence: found.sequence };
}
