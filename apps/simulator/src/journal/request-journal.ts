import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type CredentialScheme, credentialOf } from '../exchange/credential.js';

/** What the simulator remembers of one request. Secrets are not part of it: only how the client signed in. */
export interface JournalEntry {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly credential: CredentialScheme;
  readonly idempotencyKey: string | null;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The model as requested, with its script. */
  model: string | null;
  /** The parsed body, unless it is large. */
  body: unknown;
  readonly receivedAt: number;
  status: number | null;
  /** When the whole answer had gone out. */
  finishedAt: number | null;
  /** When the connection ended before that, by the client or by the script. */
  abortedAt: number | null;
}

const entriesKept = 2_000;
const bodyKept = 65_536;
const secretHeaders = new Set(['authorization', 'x-api-key', 'api-key', 'cookie', 'proxy-authorization']);

/** Remembers the latest requests, so that a test can see what reached the upstream and how it ended. */
@Injectable()
export class RequestJournal {
  private readonly entries: JournalEntry[] = [];
  private readonly byRequest = new WeakMap<IncomingMessage, JournalEntry>();
  private received = 0;

  open(request: IncomingMessage, response: ServerResponse): void {
    const entry = entryOf(request, this.received);
    this.entries[this.received % entriesKept] = entry;
    this.received += 1;
    this.byRequest.set(request, entry);
    response.once('close', () => {
      if (response.headersSent) entry.status = response.statusCode;
      entry[response.writableFinished ? 'finishedAt' : 'abortedAt'] = Date.now();
    });
  }

  describe(request: IncomingMessage, { model, body }: { model: string; body: unknown }): void {
    const entry = this.byRequest.get(request);
    if (!entry) return;
    entry.model = model;
    if (Number(request.headers['content-length'] ?? Infinity) <= bodyKept) entry.body = body;
  }

  /** The remembered requests, oldest first, without the headers that carry secrets. */
  list(): JournalEntry[] {
    const sorted = this.entries.toSorted((one, other) => one.id - other.id);
    return sorted.map((entry) => Object.assign({}, entry, { headers: withoutSecrets(entry.headers) }));
  }

  clear(): void {
    this.entries.length = 0;
    this.received = 0;
  }
}

function entryOf(request: IncomingMessage, id: number): JournalEntry {
  return {
    id,
    method: request.method ?? '',
    path: request.url ?? '',
    credential: credentialOf(request.headers).scheme,
    idempotencyKey: idempotencyKeyOf(request),
    headers: request.headers,
    model: null,
    body: null,
    receivedAt: Date.now(),
    status: null,
    finishedAt: null,
    abortedAt: null,
  };
}

function idempotencyKeyOf({ headers }: IncomingMessage): string | null {
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? key : null;
}

function withoutSecrets(headers: JournalEntry['headers']): JournalEntry['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secretHeaders.has(name)));
}
