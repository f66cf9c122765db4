import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { isInputPart } from './part-kinds.js';

type Part = LanguageModelV4StreamPart;

/**
 * Holds calls of tools that are not the client's until it is known who runs them: xAI's package says so only with the whole
 * call, and a client that was told of its beginning would wait for itself to run it.
 */
export class HeldCalls {
  private readonly held = new Map<string, Part[]>();

  constructor(private readonly clientTools: ReadonlySet<string>) {}

  take(part: Part): Part[] {
    if (part.type === 'finish') return [...this.rest(), part];
    if (part.type === 'tool-call') return [...this.begun(part), part];
    if (!isInputPart(part)) return [part];
    if (part.type === 'tool-input-start' && !part.providerExecuted && !this.clientTools.has(part.toolName))
      this.held.set(part.id, []);
    const before = this.held.get(part.id);
    before?.push(part);
    return before ? [] : [part];
  }

  /** A call that the provider runs is told by its whole alone. */
  private begun({ toolCallId, providerExecuted }: Extract<Part, { type: 'tool-call' }>): Part[] {
    const before = this.held.get(toolCallId) ?? [];
    this.held.delete(toolCallId);
    return providerExecuted ? [] : before;
  }

  /** What was cut off. */
  private rest(): Part[] {
    const rest = [...this.held.values()].flat();
    this.held.clear();
    return rest;
  }
}
