import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { JsonObject } from '../wire.js';
import { callSeal } from './reasoning-details.js';

type Part<Type extends LanguageModelV4StreamPart['type']> = Extract<
  LanguageModelV4StreamPart,
  { type: Type }
>;

interface StreamedCall {
  readonly index: number;
  hasArguments: boolean;
  isSealed: boolean;
}

/** The tool calls of a stream: numbered as they come, their arguments handed on piece by piece as they are. */
export class StreamedCalls {
  private readonly calls = new Map<string, StreamedCall>();
  /** Tools that the provider calls itself: the client has nothing to do with them. */
  private readonly foreign = new Set<string>();

  get count(): number {
    return this.calls.size;
  }

  part(part: Part<'tool-input-start' | 'tool-input-delta' | 'tool-call'>): JsonObject[] {
    switch (part.type) {
      case 'tool-input-start':
        return this.start(part);
      case 'tool-input-delta':
        return this.more(part);
      case 'tool-call':
        return this.whole(part);
    }
  }

  private start({
    id,
    toolName,
    providerExecuted,
    providerMetadata,
  }: Part<'tool-input-start'>): JsonObject[] {
    if (providerExecuted) {
      this.foreign.add(id);
      return [];
    }
    return this.open(id, toolName, '', callSeal(providerMetadata));
  }

  private more({ id, delta }: Part<'tool-input-delta'>): JsonObject[] {
    const call = this.calls.get(id);
    if (!call || delta === '') return [];
    call.hasArguments = true;
    return [deltaOf({ index: call.index, function: { arguments: delta } })];
  }

  /** The call at its end. Providers that do not stream arguments have them only here. */
  private whole(part: Part<'tool-call'>): JsonObject[] {
    const { toolCallId: id, toolName, input, providerExecuted, providerMetadata } = part;
    if (providerExecuted || this.foreign.has(id)) return [];
    const seal = callSeal(providerMetadata);
    const call = this.calls.get(id);
    if (!call) return this.open(id, toolName, input, seal);
    const missing = call.hasArguments ? '' : input;
    const lateSeal = call.isSealed ? {} : seal;
    call.hasArguments = true;
    if (missing === '' && Object.keys(lateSeal).length === 0) return [];
    return [deltaOf({ index: call.index, function: { arguments: missing }, ...lateSeal })];
  }

  private open(id: string, name: string, input: string, seal: JsonObject): JsonObject[] {
    const index = this.calls.size;
    this.calls.set(id, { index, hasArguments: input !== '', isSealed: Object.keys(seal).length > 0 });
    const called = { name, arguments: input };
    return [deltaOf({ index, id, type: 'function', function: called, ...seal })];
  }
}

function deltaOf(call: JsonObject): JsonObject {
  return { tool_calls: [call] };
}
