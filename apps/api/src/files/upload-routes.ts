import multipart from '@fastify/multipart';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { unsupportedMediaType } from '@onegate/platform';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';

type UnreadBody = 'form' | 'any';

const fieldLimits = { fieldNameSize: 200, fieldSize: 65_536, fields: 50, files: 1, parts: 60 };

/** A route that reads the body itself, as it arrives: a form with a file in it, or whatever it is. */
export function ReadsBody(unread: UnreadBody) {
  return RouteConfig({ unread });
}

/** Lets routes read their bodies themselves. On all others a form is refused as any type that they do not expect. */
export async function serveUploads(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  // The size of a file is limited where its bytes are counted, and answered in the words of this API.
  await app.register(multipart, { limits: { ...fieldLimits, fileSize: Number.MAX_SAFE_INTEGER } });
  server.addHook('onRoute', (route: RouteOptions) => {
    if (unreadBodyOf(route.config) === 'any') route.onRequest = [route.onRequest ?? [], leaveUnread].flat();
  });
  server.addHook('preParsing', (request, _reply, payload, done) => {
    const isForm = request.headers['content-type']?.startsWith('multipart/') ?? false;
    if (isForm && !request.is404 && unreadBodyOf(request.routeOptions.config) === undefined) {
      done(unsupportedMediaType());
    } else done(null, payload);
  });
}

function unreadBodyOf(config: unknown): UnreadBody | undefined {
  return (config as { unread?: UnreadBody } | undefined)?.unread;
}

/** Without these headers Fastify sees a request without a body and leaves it alone; they stay in `request.raw`. */
function leaveUnread(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  const hidden = { 'content-type': undefined, 'content-length': undefined, 'transfer-encoding': undefined };
  request.headers = { ...request.raw.headers, ...hidden };
  done();
}
