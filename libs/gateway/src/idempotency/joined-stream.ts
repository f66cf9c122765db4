import { failureOf } from '@onegate/platform';
import { AnswerReadable } from '../calls/answer-readable.js';
import type { GatewayAnswer, GatewayCall } from '../calls/gateway-call.js';

/**
 * The answer of a stream that has to be waited for: its client gets signs of life at once, and the whole of it when it is
 * there. What goes wrong meanwhile is told as it is in mid-stream.
 */
export function joinedStream(
  call: GatewayCall,
  everyMs: number,
  awaited: () => Promise<GatewayAnswer>,
): GatewayAnswer {
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
    // Whoever has the call in hand may fail or die, and then it is made for this client.
    'x-onegate-idempotent-replay': 'pending',
  };
  const body = new AnswerReadable(piecesOf(call, awaited), { everyMs, text: call.protocol.keepAlive });
  return { status: 200, headers, body };
}

async function* piecesOf(
  { protocol, requestId }: GatewayCall,
  awaited: () => Promise<GatewayAnswer>,
): AsyncGenerator<Buffer | string> {
  try {
    const { body } = await awaited();
    if (typeof body === 'string' || Buffer.isBuffer(body)) yield body;
    else for await (const piece of body) yield piece as Buffer;
  } catch (thrown) {
    const failure = failureOf(thrown, { method: 'POST', path: '' });
    yield protocol.broken(failure, { requestId, first: null, eventsSeen: 0 });
  }
}
