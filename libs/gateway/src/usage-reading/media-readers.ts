import { isObject } from '../json/json-object.js';
import type { SseFrame } from '../sse/sse-frame.js';
import type { JsonObject } from '../translation/wire.js';
import { AnswerNotes } from './answer-notes.js';
import { usageOfMedia } from './usage-of-media.js';
import type { UsageReader, UsageReading } from './usage-reading.js';
import { parsed, textOf } from './wire-values.js';

/** Types of events: `transcript.text.done`, `speech.audio.done`, `image_generation.completed`. */
const ending = /\.(?:done|completed)$/;
const worthReading = /"type"\s*:\s*"[a-z_.]+\.(?:done|completed)"|"(?:usage|error)"\s*:\s*\{/;

/** Answers that are no conversation: pictures, sound, texts of what was heard, rankings, judgements. */
class MediaReader implements UsageReader {
  private readonly notes = new AnswerNotes();

  constructor(private readonly made: 'image' | 'sound' | 'text') {}

  see(frame: SseFrame): void {
    if (frame.data.toString('latin1', 0, 6) === '[DONE]') this.notes.sawTerminal = true;
    if (frame.event === 'error') this.notes.sawError = true;
    if (!worthReading.test(frame.data.toString('latin1'))) return;
    const event = parsed(frame.data.toString());
    if (event === null) return;
    if (ending.test(textOf(event.type) ?? '')) this.notes.sawTerminal = true;
    this.note(event);
  }

  readWhole(answer: JsonObject): void {
    this.notes.sawTerminal = true;
    this.note(answer);
  }

  result(): UsageReading {
    return this.notes;
  }

  private note(answer: JsonObject): void {
    this.notes.noteName(answer);
    if (isObject(answer.error)) this.notes.sawError = true;
    const usage = usageOfMedia(answer, this.made);
    if (usage !== null) this.notes.noteUsage(usage, isObject(answer.usage) ? answer.usage : {});
  }
}

export class PicturesReader extends MediaReader {
  constructor() {
    super('image');
  }
}

export class SpeechReader extends MediaReader {
  constructor() {
    super('sound');
  }
}

export class TextsReader extends MediaReader {
  constructor() {
    super('text');
  }
}
