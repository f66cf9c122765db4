import type {
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';

type Source = Extract<LanguageModelV4Content, { type: 'source' }>;

/** A whole answer as the stream that would have said the same, so that both are written by one piece of code. */
export function* answerParts(result: LanguageModelV4GenerateResult): Generator<LanguageModelV4StreamPart> {
  const { content, usage, finishReason, providerMetadata } = result;
  let at = 0;
  for (const piece of content.filter(
    ({ type }, index) => type !== 'source' || !followsText(content, index),
  )) {
    yield* pieceParts(piece, String(at), sourcesAfter(content, content.indexOf(piece)));
    at += 1;
  }
  yield { type: 'finish', usage, finishReason, ...(providerMetadata && { providerMetadata }) };
}

function* pieceParts(
  piece: LanguageModelV4Content,
  id: string,
  sources: Source[],
): Generator<LanguageModelV4StreamPart> {
  const metadata = piece.providerMetadata ? { providerMetadata: piece.providerMetadata } : {};
  if (piece.type === 'reasoning') {
    yield { type: 'reasoning-start', id, ...metadata };
    yield { type: 'reasoning-delta', id, delta: piece.text };
    yield { type: 'reasoning-end', id, ...metadata };
  } else if (piece.type === 'text') {
    const citations = piece.citations ? { citations: piece.citations } : {};
    yield { type: 'text-start', id, ...metadata };
    yield { type: 'text-delta', id, delta: piece.text };
    yield* sources;
    yield { type: 'text-end', id, ...citations, ...metadata };
  } else yield piece;
}

/** Packages list the sources of a text behind it; streams name them while it is said. */
function sourcesAfter(content: readonly LanguageModelV4Content[], index: number): Source[] {
  if (content[index]?.type !== 'text') return [];
  const rest = content.slice(index + 1);
  const end = rest.findIndex(({ type }) => type !== 'source');
  return (end < 0 ? rest : rest.slice(0, end)).filter((piece) => piece.type === 'source');
}

function followsText(content: readonly LanguageModelV4Content[], index: number): boolean {
  const before = content.slice(0, index).findLast(({ type }) => type !== 'source');
  return before?.type === 'text';
}
