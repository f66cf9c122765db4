import type { Usage } from '@onegate/models';
import type { Operation } from '@onegate/usage';
import type { ClientProtocol } from '../protocols/client-protocol.js';
import { modelsAsked, objectAt, textAt } from '../protocols/fields.js';
import { renderFailure } from '@onegate/platform';
import type { JsonObject } from '../translation/wire.js';
import { audioTokensPerSecond } from '../usage-reading/usage-of-media.js';

interface MediaTraits {
  readonly operation: Operation;
  readonly answersBytes?: boolean;
  /** What it may use that is not text. */
  readonly others?: (body: JsonObject) => Usage;
  /** The one meant where a request names none. */
  readonly model?: string;
  /** Only what models write has a length to bound. */
  readonly writes?: boolean;
}

/** An API that passes to those who have it and is translated for nobody: pictures, sound, judgements, rankings. */
function mediaProtocol(name: ClientProtocol['name'], traits: MediaTraits): ClientProtocol {
  const { operation, answersBytes = false, others, writes = false, model } = traits;
  return {
    name,
    operation,
    wire: null,
    keepAlive: '',
    answersBytes,
    terms: (body) => ({
      models: namedIn(body, model),
      isStream: isSaid(body['stream']) || body['stream_format'] === 'sse',
      maxOutputTokens: writes ? null : 0,
      answers: 1,
      serviceUser: textAt(body, 'user'),
      thread: null,
      ...(others && { others: others(body) }),
    }),
    edits: (_body, { modelName }) => ({ model: modelName }),
    left: (body) => ['models'].filter((field) => field in body),
    broken: (failure, { requestId }) => {
      const { body } = renderFailure(failure, 'openai', { method: 'POST', path: '', requestId });
      return `event: error\ndata: ${JSON.stringify({ type: 'error', ...body })}\n\n`;
    },
  };
}

function namedIn(body: JsonObject, otherwise: string | undefined): string[] {
  const named = modelsAsked(body);
  return named.length === 0 && otherwise !== undefined ? [otherwise] : named;
}

/** Forms say everything in letters. */
function isSaid(value: unknown): boolean {
  return value === true || value === 'true';
}

const mostPictures = 100;

function pictures({ n }: JsonObject): Usage {
  const count = Number(n ?? 1);
  return { image: Number.isInteger(count) && count > 0 ? Math.min(count, mostPictures) : 1 };
}

/** Of sound at 128 kilobits a second, which is what most of it has. */
const bytesPerSecond = 16_000;

function sound(body: JsonObject): Usage {
  const size = Number(objectAt(body, 'file')['size'] ?? 0);
  return { audio: Math.ceil((size / bytesPerSecond) * audioTokensPerSecond) };
}

const drawing = { operation: 'images', others: pictures, writes: true } as const;
const hearing = { operation: 'audio', others: sound, writes: true, answersBytes: true } as const;

export const imagesProtocol = mediaProtocol('openai-images', drawing);
export const imageEditsProtocol = mediaProtocol('openai-image-edits', drawing);
export const speechProtocol = mediaProtocol('openai-speech', {
  operation: 'audio',
  answersBytes: true,
  writes: true,
});
export const transcriptionsProtocol = mediaProtocol('openai-transcriptions', hearing);
export const audioTranslationsProtocol = mediaProtocol('openai-audio-translations', hearing);
export const moderationsProtocol = mediaProtocol('openai-moderations', {
  operation: 'moderations',
  model: 'omni-moderation-latest',
});
export const rerankProtocol = mediaProtocol('rerank', { operation: 'rerank' });
