import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FunctionTool,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  SharedV4ProviderOptions,
} from '@ai-sdk/provider';
import { callHints, withoutHints } from '../neutral/hints.js';
import { withoutRefused } from '../search-models.js';
import { callOptionsIn, unsaid } from './call-options.js';
import { dialects, type Dialect } from './dialect.js';
import { defined, withPartOptions } from './part-options.js';
import { inRoleOrder } from './role-order.js';
import { withShownFiles } from './shown-files.js';
import { spokenPrompt } from './spoken-prompt.js';
import { thinkingFor, type Thinking, type ThinkingModel } from './thinking.js';
import { withToldCalls } from './told-calls.js';
import { objectArguments } from './tool-arguments.js';
import { searchTool } from './web-search.js';

export interface PreparedCall {
  readonly options: LanguageModelV4CallOptions;
  /** What the provider has no word for. */
  readonly dropped: readonly string[];
}

export interface PreparedFor extends ThinkingModel {
  readonly modelName: string;
}

/**
 * The call in the words of its provider: hints become options of its package. The files of the conversation are loaded
 * before, because it depends on what they are where the provider is shown them.
 */
export function prepareCall(options: LanguageModelV4CallOptions, model: PreparedFor): PreparedCall {
  const hints = callHints(options);
  const thinking = thinkingFor(options, hints, model);
  const { maxOutputTokens, reasoning } = thinking;
  const searching = searchTool(model.dialect, model.modelName, hints.webSearch);
  const shown = withShownFiles(withToldCalls(options, model.dialect), model.dialect);
  return {
    dropped: [...unsaid(model.dialect, hints), ...laxer(options, model.dialect), ...shown.dropped],
    options: {
      ...withoutRefused(options, model.modelName),
      maxOutputTokens,
      reasoning,
      prompt: preparedPrompt(shown.prompt, model.dialect),
      ...toolsOf(options, searching, model.dialect),
      providerOptions: providerOptionsOf(options, thinking, model.dialect),
    },
  };
}

function preparedPrompt(prompt: LanguageModelV4Prompt, dialect: Dialect): LanguageModelV4Prompt {
  const ordered = inRoleOrder(spokenPrompt(prompt, dialect), dialect);
  return ordered.map((message) => preparedMessage(message, dialect));
}

function toolsOf(
  { tools }: LanguageModelV4CallOptions,
  searching: NonNullable<LanguageModelV4CallOptions['tools']>,
  dialect: Dialect,
): Pick<LanguageModelV4CallOptions, 'tools'> {
  if (!tools && searching.length === 0) return {};
  const own = (tools ?? []).map((tool) =>
    tool.type === 'function' ? withPartOptions(asStrictAsTaken(tool, dialect), dialect) : tool,
  );
  return { tools: [...own, ...searching] };
}

/** DeepSeek's package refuses strict tools; every SDK's helper asks for them, and they are called well without. */
const lax: ReadonlySet<Dialect> = new Set(['deepseek']);

function asStrictAsTaken(
  { strict, ...tool }: LanguageModelV4FunctionTool,
  dialect: Dialect,
): LanguageModelV4FunctionTool {
  return strict === undefined || lax.has(dialect) ? tool : { ...tool, strict };
}

function laxer({ tools = [] }: LanguageModelV4CallOptions, dialect: Dialect): string[] {
  const isStrict = tools.some((tool) => tool.type === 'function' && tool.strict === true);
  return isStrict && lax.has(dialect) ? ['tools.strict'] : [];
}

function providerOptionsOf(
  options: LanguageModelV4CallOptions,
  { reasoning, budget }: Thinking,
  dialect: Dialect,
): SharedV4ProviderOptions {
  const thinks = reasoning !== undefined && reasoning !== 'none' && reasoning !== 'provider-default';
  const hints = { ...callHints(options), thinkingBudget: budget, thinks };
  const others = withoutHints(options.providerOptions);
  const { place } = dialects[dialect];
  return { ...others, [place]: { ...defined(callOptionsIn[dialect](hints)), ...others[place] } };
}

function preparedMessage(message: LanguageModelV4Message, dialect: Dialect): LanguageModelV4Message {
  const said = withPartOptions(message, dialect);
  if (said.role === 'system') return said;
  const wantsObjects = dialects[dialect].toolArguments === 'object';
  const content = said.content.map((part) => {
    const withOptions = withPartOptions(part, dialect);
    return wantsObjects && withOptions.type === 'tool-call' ? objectArguments(withOptions) : withOptions;
  });
  return { ...said, content } as LanguageModelV4Message;
}
