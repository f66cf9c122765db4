/**
 * The yardstick: the least that a relay on Fastify and undici can do. It reads the request, sends it on, and passes the
 * answer back as it comes. It knows nobody, limits nothing and writes nothing down.
 */
import { fastify } from 'fastify';
import { Agent, request } from 'undici';
import { announce } from './listening.ts';

const upstream = process.argv[2] ?? '';
const dispatcher = new Agent({ connections: 1_024 });
const app = fastify({ bodyLimit: 32 * 1024 * 1024 });

app.removeAllContentTypeParsers();
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
  done(null, body),
);
app.post('/*', async (asked, reply) => {
  const { statusCode, headers, body } = await request(`${upstream}${asked.url}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: asked.headers.authorization ?? '',
    },
    body: asked.body as Buffer,
    dispatcher,
  });
  void reply.code(statusCode).header('content-type', headers['content-type'] ?? '');
  return reply.send(body);
});
await app.listen({ port: 0, host: '127.0.0.1' });
announce(app.server);
