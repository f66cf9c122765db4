import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { fileTooLarge, uploadIncomplete } from '@onegate/gateway';
import { allowLate, CONFIGURATION, type Configuration } from '@onegate/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** How much a form may be longer than the file in it. */
const formOverhead = 4 * 1024 * 1024;
/** How long a client that was refused may go on sending before it is cut off; it reads the answer only then. */
const lingerMillis = 5_000;

/** The conditions under which an upload may arrive: as long as it takes, but not for ever, and never idle. */
@Injectable()
export class Arriving {
  constructor(@Inject(CONFIGURATION) private readonly config: Configuration) {}

  /** Begins an upload. What announces that it is too large is refused before it is read. */
  expect({ raw }: FastifyRequest, reply: FastifyReply): void {
    hearOut(raw, reply);
    const { idleSeconds, maxBytes, uploadSeconds } = this.config.files;
    const announced = Number(raw.headers['content-length'] ?? 0);
    if (announced > maxBytes + formOverhead) throw fileTooLarge({ limit: maxBytes });
    allowLate(raw);
    const giveUp = () => raw.destroy(uploadIncomplete());
    raw.setTimeout(idleSeconds * 1000, giveUp);
    const deadline = setTimeout(giveUp, uploadSeconds * 1000).unref();
    raw.once('end', () => raw.setTimeout(0));
    raw.once('close', () => clearTimeout(deadline));
  }
}

/** The body as a stream of its own: whoever breaks it off leaves the connection alone, on which there is an answer to give. */
export function bodyOf(raw: IncomingMessage): Readable {
  const body = new PassThrough();
  raw.once('error', (cause) => body.destroy(uploadIncomplete({ cause })));
  raw.once('close', () => {
    if (!raw.complete) body.destroy(uploadIncomplete());
  });
  return raw.pipe(body);
}

/** Clients send first and read afterwards. Cutting them off at once would cost them the answer. */
function hearOut(raw: IncomingMessage, reply: FastifyReply): void {
  reply.raw.once('finish', () => {
    if (raw.complete) return;
    raw.unpipe();
    raw.resume();
    const cutOff = setTimeout(() => raw.destroy(), lingerMillis).unref();
    raw.once('close', () => clearTimeout(cutOff));
  });
}
