import { isObject } from '../json/json-object.js';
import type { SseFrame } from '../sse/sse-frame.js';
import type { JsonObject } from '../translation/wire.js';
import { AnswerNotes } from './answer-notes.js';
import { usageOfCut } from './cut-frame.js';
import { glance } from './glance.js';
import { usageOfMedia } from './usage-of-media.js';
import type { UsageReader, UsageReading } from './usage-reading.js';
import { parsed } from './wire-values.js';

/** Types of events: `transcript.text.done`, `speech.audio.done`, `image_generation.completed`. */
const ending = /"type"\s*:\s*"[a-z_.]+\.(?:done|completed)"/;
const telling = /"(?:usage|error)"\s*:\s*\{/;
/** A picture, and each sketch of it that is shown before. */
const pictureType = /"type"\s*:\s*"image_(?:generation|edit)\.(partial_image|completed)"/;
const firstSketch = /"partial_image_index"\s*:\s*0\b/;
const hearing = /"type"\s*:\s*"transcript\.text\.delta"/;
const heard = /"(delta)": ?"/g;

/** Answers that are no conversation: pictures, sound, texts of what was heard, rankings, judgements. */
class MediaReader implements UsageReader {
  private readonly notes = new AnswerNotes();
  private finished = 0;

  constructor(private readonly made: 'image' | 'sound' | 'text') {}

  see(frame: SseFrame): void {
    if (frame.data.toString('latin1', 0, 6) === '[DONE]') this.notes.sawTerminal = true;
    if (frame.event === 'error') this.notes.sawError = true;
    const wire = frame.data.toString('latin1');
    const isEnding = ending.test(wire);
    if (isEnding) this.notes.sawTerminal = true;
    this.countPicture(wire);
    if (hearing.test(wire)) glance(wire, heard, (_key, inside) => this.notes.output.add(inside));
    if (frame.isCut) return this.noteUsage({ usage: usageOfCut(wire) });
    const event = isEnding || telling.test(wire) ? parsed(frame.data.toString()) : null;
    if (event !== null) this.note(event);
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
    this.noteUsage(answer);
  }

  /** A sketch is of one that is not finished; several may be drawn at once. */
  private countPicture(wire: string): void {
    const { notes } = this;
    const [, state] = pictureType.exec(wire) ?? [];
    if (state === 'completed') this.finished += 1;
    const drawn = this.finished + (state === 'partial_image' ? 1 : 0);
    const begun = notes.pictures + (state === 'partial_image' && firstSketch.test(wire) ? 1 : 0);
    notes.pictures = Math.max(drawn, begun);
  }

  private noteUsage(answer: JsonObject): void {
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
