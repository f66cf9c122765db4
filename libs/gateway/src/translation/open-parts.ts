import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';

type PartEnd = Extract<
  LanguageModelV4StreamPart,
  { type: 'text-end' } | { type: 'reasoning-end' } | { type: 'tool-input-end' }
>;

/** The texts, thoughts and arguments of an answer that have begun and not ended. */
export class OpenParts {
  private readonly open = new Map<string, PartEnd>();

  see(part: LanguageModelV4StreamPart): void {
    if (part.type === 'text-start') this.begin({ type: 'text-end', id: part.id });
    if (part.type === 'reasoning-start') this.begin({ type: 'reasoning-end', id: part.id });
    if (part.type === 'tool-input-start') this.begin({ type: 'tool-input-end', id: part.id });
    if (part.type === 'text-end' || part.type === 'reasoning-end' || part.type === 'tool-input-end') {
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
