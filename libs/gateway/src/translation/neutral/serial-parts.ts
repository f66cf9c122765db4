import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { isInputPart, isTextPart, isThoughtPart } from './part-kinds.js';

interface Place {
  readonly kind: 'text' | 'reasoning' | 'tool';
  readonly id: string;
}

/**
 * Puts the parts of an answer in an order in which one piece ends before the next begins. Providers overlap them (text that
 * is closed after the tool calls, calls whose arguments arrive in turns), which some protocols cannot say. Text is closed
 * when something else begins and goes on as another piece; thoughts and tool calls are kept together, what overlaps waits.
 */
export class SerialParts {
  private open: Place | undefined;
  private readonly interrupted = new Set<string>();
  private waiting: LanguageModelV4StreamPart[] = [];

  take(part: LanguageModelV4StreamPart): LanguageModelV4StreamPart[] {
    if (part.type === 'finish') return [...this.settle(), part];
    const place = placeOf(part);
    if (!place) return [part];
    if (this.open?.id === place.id && this.open.kind === place.kind) return this.goOn(part);
    if (this.open && this.open.kind !== 'text') {
      this.waiting.push(part);
      return [];
    }
    return isAfterthought(part) ? [] : [...this.interrupt(), ...this.begin(part, place)];
  }

  /** Whatever is open is closed, and what waited for it comes out. */
  settle(): LanguageModelV4StreamPart[] {
    const parts: LanguageModelV4StreamPart[] = [];
    while (this.open || this.waiting.length > 0) parts.push(...this.closing(), ...this.released());
    return parts;
  }

  private goOn(part: LanguageModelV4StreamPart): LanguageModelV4StreamPart[] {
    if (!ends(part)) return [part];
    this.open = undefined;
    return [part, ...this.released()];
  }

  private begin(part: LanguageModelV4StreamPart, place: Place): LanguageModelV4StreamPart[] {
    if (ends(part)) return [part];
    this.open = place;
    if (part.type !== 'text-delta') return [part];
    this.interrupted.delete(place.id);
    return [{ type: 'text-start', id: place.id }, part];
  }

  private interrupt(): LanguageModelV4StreamPart[] {
    if (this.open) this.interrupted.add(this.open.id);
    return this.closing();
  }

  private closing(): LanguageModelV4StreamPart[] {
    const { open } = this;
    this.open = undefined;
    if (open?.kind === 'text') return [{ type: 'text-end', id: open.id }];
    if (open?.kind === 'reasoning') return [{ type: 'reasoning-end', id: open.id }];
    return open ? [{ type: 'tool-input-end', id: open.id }] : [];
  }

  private released(): LanguageModelV4StreamPart[] {
    const { waiting } = this;
    this.waiting = [];
    return waiting.flatMap((part) => this.take(part));
  }
}

function placeOf(part: LanguageModelV4StreamPart): Place | undefined {
  if (isTextPart(part)) return { kind: 'text', id: part.id };
  if (isThoughtPart(part)) return { kind: 'reasoning', id: part.id };
  if (isInputPart(part)) return { kind: 'tool', id: part.id };
  if (part.type === 'tool-call' || part.type === 'tool-result') return { kind: 'tool', id: part.toolCallId };
  return part.type === 'file' ? { kind: 'tool', id: '' } : undefined;
}

/** A call ends with its whole input, not with the last bit of it. */
function ends({ type }: LanguageModelV4StreamPart): boolean {
  return (
    type === 'text-end' ||
    type === 'reasoning-end' ||
    type === 'tool-call' ||
    type === 'tool-result' ||
    type === 'file'
  );
}

/** The end of something that was closed before. */
function isAfterthought({ type }: LanguageModelV4StreamPart): boolean {
  return type === 'text-end' || type === 'reasoning-end' || type === 'tool-input-end';
}
