import { ChatReader } from './chat-reader.js';
import { EmbeddingsReader } from './embeddings-reader.js';
import { PicturesReader, SpeechReader, TextsReader } from './media-readers.js';
import { MessagesReader } from './messages-reader.js';
import { ResponsesReader } from './responses-reader.js';
import type { ReadProtocol, UsageReader } from './usage-reading.js';

const readers: Readonly<Record<ReadProtocol, new () => UsageReader>> = {
  'openai-chat': ChatReader,
  'openai-completions': ChatReader,
  'openai-responses': ResponsesReader,
  'openai-embeddings': EmbeddingsReader,
  'openai-images': PicturesReader,
  'openai-image-edits': PicturesReader,
  'openai-speech': SpeechReader,
  'openai-transcriptions': TextsReader,
  'openai-audio-translations': TextsReader,
  'openai-moderations': TextsReader,
  rerank: TextsReader,
  'anthropic-messages': MessagesReader,
};

/** A reader for one answer in the protocol. */
export function usageReader(protocol: ReadProtocol): UsageReader {
  return new readers[protocol]();
}
