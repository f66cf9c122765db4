import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Configuration } from '../config/configuration.js';
import type { Failure } from '../errors/failure.js';
import { bodyTooDeep, malformedBody, unsupportedEncoding } from '../errors/request.errors.js';
import { deepestJson, isNestedTooDeep } from './json-nesting.js';

/** Paths whose bodies carry prompts, images and files. Strangers may call the two that are left out. */
const modelPaths = /^\/(v1\/(?!auth\/|receipts\/)|api$|api\/v1\/(chat|embeddings|images))/;

/** Whether bodies there may be large. */
export function takesPrompts(url: string): boolean {
  return modelPaths.test(url);
}

/** Prompts may be large; nothing else has a reason to. */
export function limitBodies(server: FastifyInstance, http: Configuration['http']): void {
  server.addHook('onRoute', (route) => {
    route.bodyLimit ??= takesPrompts(route.url) ? http.bodyLimitBytes : http.adminBodyLimitBytes;
  });
}

/** Who signs what he sends signs the bytes of it. */
const signedPaths = /^\/webhooks\//;

const sentBodies = new WeakMap<FastifyRequest, Buffer>();

/** The body as it was sent: what is signed, or passes on to a model unread, must not be written anew. */
export function sentBodyOf(request: FastifyRequest): Buffer {
  return sentBodies.get(request) ?? Buffer.from(JSON.stringify(request.body ?? {}));
}

/** Clients announce JSON on calls without a body too; an empty body is no body. */
export function parseBodies(server: FastifyInstance): void {
  // Nothing here takes `constructor.prototype` of a body for more than data, and tools may have such parameters.
  const parseJson = server.getDefaultJsonParser('remove', 'ignore');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (body.length === 0) return done(null, undefined);
    const text = body.toString();
    const refused = refusalOf(request, body, text);
    if (refused) return done(refused);
    if (takesPrompts(request.url) || signedPaths.test(request.url)) sentBodies.set(request, body);
    void parseJson(request, text, done);
  });
}

/** What would be read as something else than was sent, or overwhelm those who read it. */
function refusalOf({ headers }: FastifyRequest, bytes: Buffer, text: string): Failure | null {
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') return unsupportedEncoding();
  if (!isUtf8(bytes)) return malformedBody();
  return isNestedTooDeep(text) ? bodyTooDeep({ most: deepestJson }) : null;
}
