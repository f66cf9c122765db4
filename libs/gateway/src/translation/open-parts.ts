import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';

type PartEnd = Extract<
  LanguageModelV4StreamPart,
  { type: 'text-end' } | { type: 'reasoning-end' } | { type: 'tool-input-end' }
>;

/** The texts, thoughts and arguments of an answer that have begun and not ended. */
export class OpenParts {
  private readonly open = new Map<string, PartEnd>();

  see(part: LanguageModelV4StreamPart): void {
    switch (part.type) {
      case 'text-start':
        return this.begin({ type: 'text-end', id: part.id });
      case 'reasoning-start':
        return this.begin({ type: 'reasoning-end', id: part.id });
      case 'tool-input-start':
        return this.begin({ type: 'tool-input-end', id: part.id });
      case 'text-end':
      case 'reasoning-end':
      case 'tool-input-end':
        this.open.delete(`${part.type} ${part.id}`);
    }
  }

  /** What ends them. */
  ends(): PartEnd[] {
    return [...this.open.values()];
  }

  private begin(end: PartEnd): void {
    this.open.set(`${end.type} ${end.id}`, end);
  }
}
