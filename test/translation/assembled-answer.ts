import type {
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  SharedV4ProviderMetadata,
} from '@ai-sdk/provider';

type Spoken = Extract<LanguageModelV4Content, { type: 'text' | 'reasoning' }>;

/** The whole answer that a stream's parts make, as the packages would return it at once. */
export function assembled(parts: readonly LanguageModelV4StreamPart[]): LanguageModelV4GenerateResult {
  const content: LanguageModelV4Content[] = [];
  const spoken = new Map<string, Spoken>();
  const inputs = new Map<string, string>();
  const result = { content, warnings: [] };
  for (const part of parts) {
    switch (part.type) {
      case 'text-start':
      case 'reasoning-start':
      case 'text-delta':
      case 'reasoning-delta':
      case 'text-end':
      case 'reasoning-end': {
        const piece = pieceOf(part, spoken, content);
        if ('delta' in part) piece.text += part.delta;
        if (part.type === 'text-end' && part.citations && piece.type === 'text')
          piece.citations = part.citations;
        know(piece, part.providerMetadata);
        break;
      }
      case 'tool-input-delta':
        inputs.set(part.id, (inputs.get(part.id) ?? '') + part.delta);
        break;
      case 'tool-call':
        content.push({ ...part, input: inputs.get(part.toolCallId) ?? part.input });
        break;
      case 'tool-result':
      case 'source':
      case 'file':
        content.push(part);
        break;
      case 'finish':
        return { ...result, ...part };
      default:
    }
  }
  throw new Error('The answer has no end.');
}

function pieceOf(
  part: { type: string; id: string },
  spoken: Map<string, Spoken>,
  content: LanguageModelV4Content[],
): Spoken {
  const type = part.type.startsWith('text') ? 'text' : 'reasoning';
  const known = spoken.get(type + part.id);
  if (known && !part.type.endsWith('-start')) return known;
  const piece: Spoken = { type, text: '' };
  spoken.set(type + part.id, piece);
  content.push(piece);
  return piece;
}

function know(piece: Spoken, metadata: SharedV4ProviderMetadata | undefined): void {
  for (const [place, facts] of Object.entries(metadata ?? {})) {
    const before = piece.providerMetadata?.[place];
    piece.providerMetadata = { ...piece.providerMetadata, [place]: { ...before, ...facts } };
  }
}
