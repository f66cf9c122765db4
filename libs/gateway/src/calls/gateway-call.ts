import type { Readable } from 'node:stream';
import type { Principal } from '@onegate/auth';
import type { CallStatus } from '@onegate/usage';
import type { MultipartForm } from '../forms/multipart-form.js';
import type { ClientProtocol } from '../protocols/client-protocol.js';
import type { JsonObject } from '../translation/wire.js';

/** A request of a client, signed in and parsed. */
export interface GatewayCall {
  readonly requestId: string;
  readonly protocol: ClientProtocol;
  readonly principal: Principal;
  readonly ip: string | null;
  readonly body: JsonObject;
  /** The body as it was sent, in JSON. */
  readonly sent: Buffer;
  /** The form that it came in, where it was one; then `body` tells its fields. */
  readonly form?: MultipartForm;
  /** Headers of the client, names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Aborted when the client goes away. */
  readonly gone: AbortSignal;
  /** Told how the answer ended, before its last byte goes out. */
  readonly onEnd?: ((status: CallStatus) => void) | undefined;
  /** Who else looks at the answer. */
  readonly tap?: AnswerTap | undefined;
}

/** Looks at an answer on its way to the client, and may word it anew. It must not fail. */
export interface AnswerTap {
  whole(body: Buffer | string): Promise<Buffer | string>;
  /** A piece of a stream, which goes on when this is through; an empty one does not. */
  piece(piece: Buffer | string): Promise<Buffer | string>;
  /** Once, behind the last piece, or when nobody wants more. */
  ended(): Promise<void>;
}

/** What goes back to the client. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string | Readable;
}

/** Whatever answers a call. */
export type RunCall = (call: GatewayCall) => Promise<GatewayAnswer>;
