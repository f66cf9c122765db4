import type { CallCost } from '@onegate/usage';
import type { AnswerEnd } from './begun-answer.js';

/** Who answers, as far as the client may know. */
export interface AnsweredBy {
  /** The model's own name. */
  readonly model: string;
  /** Of the provider, as people write it. */
  readonly provider: string;
}

/** How an answer ended, and what that costs. */
export interface PricedAnswer {
  readonly end: AnswerEnd;
  readonly cost: CallCost;
}

/** Words an answer anew on its way to its client, for protocols whose answers say more than the provider knows. */
export interface Retelling {
  /** By which the client can ask for the answer later. */
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  whole(body: Buffer | string, priced: PricedAnswer): Buffer | string;
  /** What is said now for a piece of a stream; nothing where it is kept for the end. */
  piece(piece: Buffer | string): string;
  /** What is said behind the last piece. */
  rest(priced: PricedAnswer): string;
}
