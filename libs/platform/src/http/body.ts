import type { FastifyInstance } from 'fastify';
import type { Configuration } from '../config/configuration.js';

/** Paths whose bodies carry prompts, images and files. */
const modelPaths = /^\/(v1\/|api$|api\/v1\/(chat|embeddings|images))/;

/** Prompts may be large; nothing else has a reason to. */
export function limitBodies(server: FastifyInstance, http: Configuration['http']): void {
  server.addHook('onRoute', (route) => {
    route.bodyLimit ??= modelPaths.test(route.url) ? http.bodyLimitBytes : http.adminBodyLimitBytes;
  });
}

/** Clients announce JSON on calls without a body too; an empty body is no body. */
export function parseBodies(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser('remove', 'remove');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parseJson(request, String(body), done);
  });
}
