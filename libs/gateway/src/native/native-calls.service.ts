import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { GatewayAnswer, GatewayCall } from '../calls/gateway-call.js';
import { RepeatableCalls } from '../idempotency/repeatable-calls.service.js';
import { jsonBytes } from '../json/json-bytes.js';
import { upstreamFailed } from '../upstream/upstream.errors.js';
import { parsed } from '../usage-reading/wire-values.js';
import { nativeProtocol } from './native.protocol.js';
import { readNative } from './read-native.js';
import { writeNative } from './write-native.js';

/** Answers the native API by a call to the chat API of the model's provider. */
@Injectable()
export class NativeCalls {
  constructor(private readonly calls: RepeatableCalls) {}

  async answer(asked: Omit<GatewayCall, 'protocol'>): Promise<GatewayAnswer> {
    const body = readNative(asked.body);
    const call = { ...asked, body, sent: jsonBytes(body), protocol: nativeProtocol };
    const { status, headers, body: answer } = await this.calls.answer(call);
    const completion = parsed(wholeText(answer));
    if (completion === null) throw upstreamFailed();
    const names = { model: String(body['model']), provider: providerOf(headers) };
    return {
      status,
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(writeNative(completion, names)),
    };
  }
}

function wholeText(answer: GatewayAnswer['body']): string {
  if (!(answer instanceof Readable)) return String(answer);
  // A provider that streams though nobody asked for it: nothing that could be answered here.
  answer.destroy();
  throw upstreamFailed();
}

/** Who made the model, as the document has it; whose machine answered is told by a header. */
function providerOf(headers: GatewayAnswer['headers']): string {
  const [vendor = ''] = (headers['x-onegate-model'] ?? '').split('/');
  return vendor.toLowerCase();
}
