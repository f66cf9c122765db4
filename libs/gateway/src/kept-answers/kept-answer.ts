import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { GatewayAnswer } from '../calls/gateway-call.js';

/** An answer with all its bytes, to be given once more. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
}

/** They tell of the moment of the first call, and would mislead whoever gets the answer later. */
const passing = /^x-ratelimit-|^retry-after$|^openai-processing-ms$/;

export function keptAnswerOf({ status, headers }: GatewayAnswer, body: Buffer): KeptAnswer {
  const lasting = Object.entries(headers).filter(([name]) => !passing.test(name));
  return { status, headers: Object.fromEntries(lasting), body, keptAt: Date.now() };
}

const stored = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  text: z.string().optional(),
  base64: z.string().optional(),
  keptAt: z.number(),
});

/** Nearly all answers are text, which is shorter so than in base64. */
export function toText({ body, ...rest }: KeptAnswer): string {
  const content = isUtf8(body) ? { text: body.toString() } : { base64: body.toString('base64') };
  return JSON.stringify({ ...rest, ...content });
}

export function fromText(text: string): KeptAnswer {
  const { text: plain, base64, ...rest } = stored.parse(JSON.parse(text));
  return { ...rest, body: plain === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(plain) };
}
