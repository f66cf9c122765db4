import type { Usage } from '@onegate/models';
import type { Failure, NanoUsd } from '@onegate/platform';
import type { CountSource } from '@onegate/usage';

/** What became of an answer, once it is over: complete, broken off, or not wanted any more. */
export interface AnswerEnd {
  readonly usage: Usage;
  readonly countSource: CountSource;
  readonly reportedCostNano: NanoUsd | null;
  readonly generationId: string | null;
  readonly finishReason: string | null;
  /** What failed after the answer had begun. */
  readonly failure: Failure | null;
}

export type UpstreamHeaders = Readonly<Record<string, string | string[] | undefined>>;

interface Begun {
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  /** All that the provider said: what is left of its limits is for the next calls. */
  readonly upstreamHeaders: UpstreamHeaders;
  /** Whether it was written in another protocol than the provider's. */
  readonly isTranslated: boolean;
}

/** An answer in one piece. */
export interface WholeAnswer extends Begun {
  readonly kind: 'whole';
  readonly body: Buffer | string;
  readonly end: AnswerEnd;
}

/** An answer that comes in events. */
export interface StreamedAnswer extends Begun {
  readonly kind: 'stream';
  /** Pieces that end where an event ends. Never fails: what goes wrong becomes the events that tell it. */
  readonly pieces: AsyncIterator<Buffer | string>;
  /** How it ended, or would if it ended now. Call it once, when no more pieces are wanted. */
  end(): Promise<AnswerEnd>;
  /** Where it can be ended in its midst. */
  readonly cut: AnswerCut | null;
}

/** Ends an answer that has become longer than what is paid for. */
export interface AnswerCut {
  /** How much it has said so far, in bytes or letters, unless it has come to its end: cheap to ask for. */
  said(): number;
  /** About how many tokens that is. */
  tokens(): Promise<number>;
  /**
   * The events by which the client sees that it ended for its length, and the usage that it is charged for. To be sent
   * once, behind the last piece.
   */
  ending(): Promise<string>;
}

/** The beginning of a good answer: from here on no other route is tried. */
export type BegunAnswer = WholeAnswer | StreamedAnswer;
