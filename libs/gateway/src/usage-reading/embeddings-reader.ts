import { isObject } from '../json/json-object.js';
import type { JsonObject } from '../translation/wire.js';
import { AnswerNotes } from './answer-notes.js';
import { usageOfOpenAi } from './usage-of-openai.js';
import type { UsageReader, UsageReading } from './usage-reading.js';

/** Embeddings come whole, and have a prompt only. */
export class EmbeddingsReader implements UsageReader {
  private readonly notes = new AnswerNotes();

  see(): void {
    this.notes.sawError = true;
  }

  readWhole(answer: JsonObject): void {
    this.notes.noteName(answer);
    this.notes.sawTerminal = !isObject(answer.error);
    this.notes.sawError = isObject(answer.error);
    if (isObject(answer.usage)) this.notes.noteUsage(usageOfOpenAi(answer.usage), answer.usage);
  }

  result(): UsageReading {
    return this.notes;
  }
}
