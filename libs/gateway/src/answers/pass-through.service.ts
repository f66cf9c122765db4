import { Injectable } from '@nestjs/common';
import { ruleOf, type Usage } from '@onegate/models';
import { jsonOrNothing } from '@onegate/platform';
import { jsonBytes } from '../json/json-bytes.js';
import { withFields, withoutFields } from '../json/json-text.js';
import { mustAskForUsage } from '../protocols/chat.protocol.js';
import type { CallTerms } from '../protocols/client-protocol.js';
import { headersDown, headersUp } from '../routes/passed-headers.js';
import type { RouteAttempt } from '../routes/route-attempt.js';
import { upstreamFailure } from '../translation/providers/upstream-failure.js';
import type { JsonObject } from '../translation/wire.js';
import { Trouble, troubleOfAnswer, troubleOfThrown } from '../upstream/trouble.js';
import { UpstreamCalls, type UpstreamAnswer } from '../upstream/upstream-calls.service.js';
import { upstreamFailed } from '../upstream/upstream.errors.js';
import { completeUsage } from '../usage-reading/complete-usage.js';
import { soundOf } from '../usage-reading/subtitles.js';
import { usageReader } from '../usage-reading/usage-readers.js';
import type { AnswerEnd, BegunAnswer } from './begun-answer.js';
import { withoutForeignSeals } from './foreign-seals.js';
import { PassedStream } from './passed-stream.js';
import { troubleOfUpstream } from './upstream-trouble.js';

/** More than any answer in one piece: embeddings of thousands of texts, pictures in base64. */
const longestAnswer = 64 * 1024 * 1024;

/** Their streams tell the usage only where it is asked for. */
const toldAsInChat = new Set(['openai-chat', 'openai-completions']);

/** Hands a call to a provider that speaks the client's protocol, and the answer back, byte for byte. */
@Injectable()
export class PassThrough {
  constructor(private readonly upstream: UpstreamCalls) {}

  async begin(attempt: RouteAttempt): Promise<BegunAnswer> {
    const { call, route } = attempt;
    const answer = await this.upstream.send({
      route,
      protocol: call.protocol.name,
      body: bodyFor(attempt),
      contentType: call.form?.contentType ?? 'application/json',
      headers: { ...headersUp(call.headers, route.account.kind), ...attempt.traceHeaders },
      signal: attempt.signal,
    });
    const isStream = String(answer.headers['content-type']).startsWith('text/event-stream');
    return isStream ? this.stream(attempt, answer) : this.whole(attempt, answer);
  }

  private async whole({ call, terms }: RouteAttempt, answer: UpstreamAnswer): Promise<BegunAnswer> {
    const body = await bytesOf(answer);
    const contentType = String(answer.headers['content-type'] ?? 'application/json');
    const isJson = /\bjson\b/.test(contentType) || !call.protocol.answersBytes;
    const said = isJson ? parsed(body) : null;
    if (said !== null) refuseError(said, answer);
    const end = await endOf(call, said, said === null ? othersOf(terms, body) : terms.others);
    return {
      kind: 'whole',
      contentType,
      headers: headersDown(answer.headers),
      upstreamHeaders: answer.headers,
      isTranslated: false,
      body,
      end,
    };
  }

  private async stream(attempt: RouteAttempt, answer: UpstreamAnswer): Promise<BegunAnswer> {
    const { call, route, terms, signal } = attempt;
    const passed = new PassedStream(answer.body[Symbol.asyncIterator]() as AsyncIterator<Buffer>, {
      protocol: call.protocol,
      requestId: call.requestId,
      requestBody: call.body,
      others: terms.others,
      hidesUsage:
        !call.protocol.retold &&
        toldAsInChat.has(call.protocol.name) &&
        mustAskForUsage(call.body, route.account.kind),
      signal,
    });
    const first = await passed.begin().catch((thrown: unknown) => {
      throw troubleOfThrown(signal.aborted ? signal.reason : thrown);
    });
    if (first === null) throw new Trouble('server_error', upstreamFailed());
    refuseFailed(passed.firstError);
    return {
      kind: 'stream',
      contentType: String(answer.headers['content-type']),
      headers: headersDown(answer.headers),
      upstreamHeaders: answer.headers,
      isTranslated: false,
      pieces: passed.pieces(first),
      end: () => passed.end(),
      cut: passed.cut,
    };
  }
}

/** The client's own bytes with the few fields changed that must be. */
function bodyFor({ call, route, answerLimit }: RouteAttempt): Buffer {
  if (call.form) return call.form.withField('model', route.upstreamName);
  const upstream = { kind: route.account.kind, modelName: route.upstreamName, answerLimit };
  const left = new Set(call.protocol.left(call.body, upstream));
  const edits = Object.entries(call.protocol.edits(call.body, upstream));
  const changed = edits.filter(([name, value]) => call.body[name] !== value);
  const body = withoutForeignSeals(call.body, call.sent);
  const sent = body === call.body ? call.sent : jsonBytes(body);
  return withFields(withoutFields(sent, left), Object.fromEntries(changed));
}

/** A stream that begins with an error is no answer: another route may do better. */
function refuseFailed(error: JsonObject | null): void {
  if (error === null) return;
  const upstream = upstreamFailure(error['error'] ?? error);
  if (ruleOf(upstream.outcome).fallsBack) throw troubleOfUpstream(upstream);
}

/** Some say that all is well, and then what is not. A response that has failed is an answer of its own kind. */
function refuseError(said: JsonObject, { headers }: UpstreamAnswer): void {
  const { error, choices, object } = said;
  if (typeof error !== 'object' || error === null || choices !== undefined || object === 'response') return;
  const code = 'code' in error ? Number(error.code) : Number.NaN;
  throw troubleOfAnswer(code >= 400 && code < 600 ? code : 502, JSON.stringify(said), headers);
}

async function bytesOf({ body, headers }: UpstreamAnswer): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    // What says how long it is can be read as one.
    if (Number(headers['content-length']) <= longestAnswer) return Buffer.from(await body.arrayBuffer());
    for await (const piece of body as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length > longestAnswer) throw new Trouble('server_error', upstreamFailed());
    }
  } catch (thrown) {
    throw troubleOfThrown(thrown);
  }
  return Buffer.concat(pieces);
}

/** The size of a file says little about the length of its sound; subtitles say more. */
function othersOf({ others }: CallTerms, body: Buffer): Usage | undefined {
  return others?.audio === undefined ? others : { ...others, ...soundOf(body.toString()) };
}

async function endOf(
  { protocol, body }: RouteAttempt['call'],
  answer: JsonObject | null,
  others: Usage | undefined,
): Promise<AnswerEnd> {
  const reader = usageReader(protocol.name);
  if (answer !== null) reader.readWhole(answer);
  const reading = reader.result();
  const { usage, source } = await completeUsage(reading, protocol.name, body, others);
  return {
    usage,
    countSource: source,
    reportedCostNano: reading.reportedCostNano,
    generationId: reading.generationId,
    finishReason: reading.finishReason,
    failure: null,
  };
}

function parsed(body: Buffer): JsonObject {
  const value = jsonOrNothing(body.toString());
  if (typeof value === 'object' && value !== null) return value as JsonObject;
  throw new Trouble('server_error', upstreamFailed());
}
