import { objectOf } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';
import { promptTokens } from './prompt-tokens.js';
import { tokensOfText } from './text-weight.js';
import type { ReadProtocol } from './usage-reading.js';
import { listOf } from './wire-values.js';

const conversations: ReadonlySet<ReadProtocol> = new Set([
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
]);

/** Most providers put something before a conversation. */
const perConversation = 100;
const perCall = 8;
const perTool = 30;
/** What providers tell a model about tools at all. */
const forTools = 560;
/** Tools of the provider's own: how they are told to the model, and one round of what they find. */
const hostedTools: readonly (readonly [kind: string, tokens: number])[] = [
  ['web_search', 12_000],
  ['web_fetch', 8000],
  ['code_execution', 8000],
  ['code_interpreter', 4000],
  ['text_editor', 1500],
  ['file_search', 2500],
  ['tool_search', 1500],
  ['advisor', 2500],
  ['mcp', 1500],
];

/**
 * About how many tokens the prompt of a request has, told without a tokenizer and rather too high than too low: money is
 * held for it. What an earlier answer holds (`previous_response_id`) is not in the request, and not counted.
 */
export function estimatePromptTokens(protocol: ReadProtocol, body: JsonObject): number {
  return Math.ceil(promptTokens(protocol, body, tokensOfText) + overheadOf(protocol, body));
}

function overheadOf(protocol: ReadProtocol, body: JsonObject): number {
  const isConversation = conversations.has(protocol);
  const tools = [...listOf(body.tools), ...listOf(body.functions)].map(objectOf);
  const told = tools.length > 0 ? forTools + tools.length * perTool : 0;
  const hosted = tools.reduce((sum, { type }) => sum + tokensOfHosted(String(type)), 0);
  return (isConversation ? perConversation : perCall) + told + hosted;
}

/** Their names carry dates (`web_search_20250305`) and vendors (`openrouter:web_search`). */
function tokensOfHosted(type: string): number {
  return hostedTools.find(([kind]) => type.includes(kind))?.[1] ?? 0;
}
