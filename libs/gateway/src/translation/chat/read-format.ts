import type { JSONSchema7, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { CallHints, WebSearchHints } from '../neutral/hints.js';
import { notTranslatable } from '../translation.errors.js';
import type { ChatRequest, WebSearchOptions } from './chat-request.schema.js';

interface ReadFormat {
  readonly format: Pick<LanguageModelV4CallOptions, 'responseFormat'>;
  readonly hints: CallHints;
}

/** Which form the answer is to have. */
export function readFormat({ response_format: wanted }: ChatRequest): ReadFormat {
  switch (wanted?.type) {
    case undefined:
    case 'text':
      return { format: {}, hints: {} };
    case 'json_object':
      return { format: { responseFormat: { type: 'json' } }, hints: {} };
    case 'json_schema':
      return schemaFormat(wanted.json_schema);
    default:
      throw notTranslatable({
        field: 'response_format.type',
        reason: 'only text and JSON can be asked for.',
      });
  }
}

type JsonSchemaFormat = NonNullable<ChatRequest['response_format']>['json_schema'];

function schemaFormat(asked: JsonSchemaFormat): ReadFormat {
  if (!asked) throw notTranslatable({ field: 'response_format.json_schema', reason: 'it is missing.' });
  const { name, description, schema, strict } = asked;
  return {
    format: {
      responseFormat: {
        type: 'json',
        ...(name ? { name } : {}),
        ...(description ? { description } : {}),
        ...(schema ? { schema: schema as JSONSchema7 } : {}),
      },
    },
    hints: { strictSchema: strict ?? false },
  };
}

export function readWebSearch(options: WebSearchOptions | null | undefined): WebSearchHints | undefined {
  if (!options) return undefined;
  const { search_context_size: contextSize, user_location: where } = options;
  const location = whereabouts(where?.approximate);
  return { ...(contextSize ? { contextSize } : {}), ...(location ? { location } : {}) };
}

function whereabouts(
  approximate: NonNullable<WebSearchOptions['user_location']>['approximate'],
): WebSearchHints['location'] {
  if (!approximate) return undefined;
  const { country, region, city, timezone } = approximate;
  const known = Object.entries({ country, region, city, timezone }).filter(([, value]) => value);
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}
