import type { SharedV4ProviderOptions } from '@ai-sdk/provider';
import { notTranslatable } from '../translation/translation.errors.js';
import type { JsonObject } from '../translation/wire.js';

/** A request for embeddings, as far as providers with words of their own have something like it. */
export interface EmbeddingAsk {
  readonly values: readonly string[];
  readonly dimensions: number | null;
  readonly isBase64: boolean;
  readonly providerOptions: SharedV4ProviderOptions;
  /** Fields that nobody there knows. */
  readonly dropped: readonly string[];
}

/** What the vectors are for, in Cohere's words, which others have taken over, and in Google's. */
const purposes: Readonly<Record<string, string>> = {
  search_document: 'RETRIEVAL_DOCUMENT',
  search_query: 'RETRIEVAL_QUERY',
  classification: 'CLASSIFICATION',
  clustering: 'CLUSTERING',
};

/** As OpenAI has it. */
const mostValues = 2_048;

const known = new Set(['model', 'models', 'input', 'dimensions', 'encoding_format', 'input_type', 'user']);

export function readEmbeddingAsk(body: JsonObject): EmbeddingAsk {
  const dimensions = typeof body['dimensions'] === 'number' ? body['dimensions'] : null;
  const { input_type: purpose } = body;
  if (purpose !== undefined && purpose !== null) demandPurpose(purpose);
  const inputType = typeof purpose === 'string' ? purpose : undefined;
  return {
    values: valuesIn(body['input']),
    dimensions,
    isBase64: body['encoding_format'] === 'base64',
    providerOptions: {
      cohere: {
        ...(inputType !== undefined && { inputType }),
        ...(dimensions !== null && { outputDimension: dimensions }),
      },
      google: { ...(inputType !== undefined && { taskType: purposes[inputType] ?? inputType }) },
    },
    dropped: Object.keys(body).filter((name) => !known.has(name) && body[name] !== null),
  };
}

function demandPurpose(purpose: unknown): void {
  if (typeof purpose === 'string' && purpose in purposes) return;
  throw notTranslatable({ field: 'input_type', reason: `it is one of ${Object.keys(purposes).join(', ')}.` });
}

function valuesIn(input: unknown): string[] {
  const values: unknown[] = Array.isArray(input) ? input : [input];
  if (values.length > mostValues)
    throw notTranslatable({ field: 'input', reason: `it has more than ${mostValues} texts.` });
  return values.map((value) => {
    if (typeof value === 'string' && value !== '') return value;
    throw notTranslatable({
      field: 'input',
      reason: 'its provider takes texts only, and none that is empty.',
    });
  });
}
