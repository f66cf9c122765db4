import type { JSONObject, SharedV4ProviderOptions } from '@ai-sdk/provider';
import { partHints, withoutHints, type PartHints, type Seal } from '../neutral/hints.js';
import { dialects, type Dialect } from './dialect.js';

type PartOptionsOf = (hints: PartHints) => JSONObject;

interface Said {
  readonly providerOptions?: SharedV4ProviderOptions;
}

/** What a client says of a message or a part of one, in the words of each provider. */
const partOptionsIn: Readonly<Record<Dialect, PartOptionsOf>> = {
  openai: ({ speaker, imageDetail }) => ({ name: speaker, imageDetail }),
  anthropic: (hints) => ({
    cacheControl: hints.cache && { type: 'ephemeral', ttl: hints.cache.ttl },
    citations: hints.citesDocument === undefined ? undefined : { enabled: hints.citesDocument },
    title: hints.documentTitle,
    context: hints.documentContext,
    signature: hints.seal?.signature,
    redactedData: hints.seal?.encrypted,
  }),
  google: ({ seal }) => ({ thoughtSignature: seal?.signature ?? seal?.encrypted }),
  bedrock: (hints) => ({
    cachePoint: hints.cache && { type: 'default', ttl: hints.cache.ttl },
    citations: hints.citesDocument === undefined ? undefined : { enabled: hints.citesDocument },
    signature: hints.seal?.signature,
    ...encryptedForBedrock(hints.seal),
  }),
  mistral: () => ({}),
  deepseek: ({ speaker }) => ({ name: speaker }),
  xai: ({ seal }) => ({ itemId: seal?.id, reasoningEncryptedContent: seal?.encrypted }),
  groq: () => ({}),
  cohere: ({ imageDetail }) => ({ detail: imageDetail }),
  together: () => ({}),
  fireworks: () => ({}),
  compatible: ({ seal }) => ({ thoughtSignature: seal?.signature ?? seal?.encrypted }),
};

/** Other models than Claude have a field of their own for thoughts that only they can read. */
function encryptedForBedrock(seal: Seal | undefined): JSONObject {
  if (seal?.encrypted === undefined) return {};
  return seal.by === 'bedrock' ? { redactedContent: seal.encrypted } : { redactedData: seal.encrypted };
}

/** The same message, part or tool with its hints said in the words of the provider. */
export function withPartOptions<Part extends Said>(part: Part, dialect: Dialect): Part {
  const hints = takenHints(partHints(part), dialect);
  const said = defined(partOptionsIn[dialect](hints));
  const { providerOptions, ...rest } = part;
  const others = withoutHints(providerOptions);
  const { place } = dialects[dialect];
  if (Object.keys(said).length > 0) others[place] = { ...said, ...others[place] };
  return (Object.keys(others).length > 0 ? { ...rest, providerOptions: others } : rest) as Part;
}

/** Another maker's seal says nothing here, and would be refused. */
function takenHints(hints: PartHints, dialect: Dialect): PartHints {
  if (!hints.seal || dialects[dialect].seals.includes(hints.seal.by)) return hints;
  const { seal: _foreign, ...others } = hints;
  return others;
}

export function defined(options: JSONObject): JSONObject {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
