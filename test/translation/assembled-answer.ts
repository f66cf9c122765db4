import type {
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  SharedV4ProviderMetadata,
} from '@ai-sdk/provider';
import {
  isInputPart,
  isTextPart,
  isThoughtPart,
  type InputPart,
  type TextPart,
  type ThoughtPart,
} from '../../libs/gateway/src/translation/neutral/part-kinds.js';

type Spoken = Extract<LanguageModelV4Content, { type: 'text' | 'reasoning' }>;

/** The whole answer that a stream's parts make, as the packages would return it at once. */
export function assembled(parts: readonly LanguageModelV4StreamPart[]): LanguageModelV4GenerateResult {
  const assembly = new Assembly();
  for (const part of parts) {
    if (part.type === 'finish') return { content: assembly.content, warnings: [], ...part };
    assembly.take(part);
  }
  throw new Error('The answer has no end.');
}

class Assembly {
  readonly content: LanguageModelV4Content[] = [];
  private readonly spoken = new Map<string, Spoken>();
  private readonly inputs = new Map<string, string>();

  take(part: LanguageModelV4StreamPart): void {
    if (isTextPart(part) || isThoughtPart(part)) this.speak(part);
    else if (isInputPart(part)) this.write(part);
    else if (part.type === 'tool-call')
      this.content.push({ ...part, input: this.inputs.get(part.toolCallId) ?? part.input });
    else if (part.type === 'tool-result' || part.type === 'source' || part.type === 'file')
      this.content.push(part);
  }

  private speak(part: TextPart | ThoughtPart): void {
    const piece = this.pieceOf(part);
    if ('delta' in part) piece.text += part.delta;
    if (part.type === 'text-end' && part.citations && piece.type === 'text') piece.citations = part.citations;
    know(piece, part.providerMetadata);
  }

  private write(part: InputPart): void {
    if (part.type === 'tool-input-delta')
      this.inputs.set(part.id, (this.inputs.get(part.id) ?? '') + part.delta);
  }

  private pieceOf(part: TextPart | ThoughtPart): Spoken {
    const type = isTextPart(part) ? 'text' : 'reasoning';
    const known = this.spoken.get(type + part.id);
    if (known && !part.type.endsWith('-start')) return known;
    const piece: Spoken = { type, text: '' };
    this.spoken.set(type + part.id, piece);
    this.content.push(piece);
    return piece;
  }
}

function know(piece: Spoken, metadata: SharedV4ProviderMetadata | undefined): void {
  for (const [place, facts] of Object.entries(metadata ?? {})) {
    const before = piece.providerMetadata?.[place];
    piece.providerMetadata = { ...piece.providerMetadata, [place]: { ...before, ...facts } };
  }
}
