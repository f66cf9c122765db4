import type { Protocol, ProviderKind, Usage } from '@onegate/models';
import type { Failure } from '@onegate/platform';
import type { Operation } from '@onegate/usage';
import type { AnsweredBy, Retelling } from '../answers/retelling.js';
import type { JsonObject, Wire } from '../translation/wire.js';
import type { ReadProtocol } from '../usage-reading/usage-reading.js';

/** What a request asks for, as far as the gateway minds. */
export interface CallTerms {
  /** The one asked for, then those that may stand in for it. */
  readonly models: readonly string[];
  readonly isStream: boolean;
  /** How long each answer may be; `null` leaves it to the model. */
  readonly maxOutputTokens: number | null;
  /** How many are asked for: all are written, and paid. */
  readonly answers: number;
  /** What it may use that is not text: counted beforehand, and where the answer does not tell. */
  readonly others?: Usage;
  /** The end user of the client's own app. */
  readonly serviceUser: string | null;
  /** What calls of one conversation have in common. */
  readonly thread: string | null;
}

/** What is known of the provider when a request is made ready for it. */
export interface UpstreamTerms {
  readonly kind: ProviderKind;
  readonly modelName: string;
  /** How long each answer may be, where that is not what the request says; `null` leaves the request as it is. */
  readonly answerLimit: number | null;
}

/** What of an answer is known when it breaks off: the words of its end refer to its beginning. */
export interface BrokenAnswer {
  readonly requestId: string;
  /** The data of the first event, where one came. */
  readonly first: JsonObject | null;
  readonly eventsSeen: number;
}

/** One piece of an answer that is told item by item. */
export interface SaidItem {
  readonly outputIndex: number;
  /** As it was shown last. */
  readonly item: JsonObject;
  /** What it has said since then; `null` once it has ended. */
  readonly saidSince: string | null;
}

/** The same of one that is ended for its length. */
export interface CutAnswer extends BrokenAnswer {
  /** The place of the block that has begun and not ended, in protocols that number them. */
  readonly openBlock: number | null;
  /** In protocols whose last event shows all that was said. */
  readonly items: readonly SaidItem[];
  /** What it is charged for. */
  readonly usage: Usage;
  /** In protocols whose streams tell it to those who ask: whether this one did. */
  readonly tellsUsage: boolean;
}

/** One API of clients: how its requests are read, changed on their way, and their answers ended. */
export interface ClientProtocol {
  readonly name: ReadProtocol & Protocol;
  readonly operation: Operation;
  /** Where answers of the same protocol look otherwise: one is never given for the other. */
  readonly dialect?: string;
  /** How it is translated for providers that do not speak it; none where it cannot be. */
  readonly wire: Wire | null;
  terms(body: JsonObject): CallTerms;
  /** Fields that the provider gets otherwise than the client sent them. */
  edits(body: JsonObject, upstream: UpstreamTerms): JsonObject;
  /** Fields that are for this server only, or that the model would refuse. */
  left(body: JsonObject, upstream: UpstreamTerms): readonly string[];
  /** The events by which the client's SDK raises that an answer broke off. */
  broken(failure: Failure, answer: BrokenAnswer): string;
  /** The events of a stream that ends because it is as long as it may be; none where its streams do not end so. */
  cutOff?(answer: CutAnswer): string;
  /** Where its answers say more than the provider knows. */
  retold?(by: AnsweredBy): Retelling;
  /** Where its answers tell what they cost: one that is given from memory, and costs nothing. */
  free?(body: Buffer): Buffer;
  /** Its answers may be something else than JSON: sound, subtitles. */
  readonly answersBytes?: boolean;
  /** A sign of life that says nothing. */
  readonly keepAlive: string;
}
