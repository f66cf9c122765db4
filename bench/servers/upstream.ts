/**
 * A provider that answers the same to everyone, at next to no cost. The first part of the path says how: `/plain`,
 * `/anthropic`, `/fails-20` (percent), `/paced-5` (a stream with so many ms between its pieces). A catalog of models and
 * a directory of people are to be had there too.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { catalog } from './fixed-catalog.ts';
import { directoryPage } from './fixed-directory.ts';
import { announce } from './listening.ts';
import {
  anthropicAnswer,
  chatAnswer,
  chunksOfStream,
  failure,
  firstChunk,
  lastChunk,
  middleChunk,
} from './upstream-answers.ts';

const json = 'application/json';
let asked = 0;

function answer(request: IncomingMessage, response: ServerResponse): void {
  const [path = '', query] = (request.url ?? '').split('?');
  const [, way = 'plain'] = path.split('/');
  const [kind, figure] = way.split('-');
  const amount = Number(figure);
  if (kind === 'catalog') return whole(response, 200, catalog);
  if (kind === 'directory')
    return whole(response, 200, Buffer.from(directoryPage(new URLSearchParams(query))));
  if (kind === 'paced') return stream(response, amount);
  asked += 1;
  if (kind === 'fails' && (asked * amount) % 100 < amount) return whole(response, 500, failure);
  return whole(response, 200, kind === 'anthropic' ? anthropicAnswer : chatAnswer);
}

function whole(response: ServerResponse, status: number, body: Buffer): void {
  response.writeHead(status, { 'content-type': json, 'content-length': body.length }).end(body);
}

/** The first piece at once, the others when their time has come, in step for all streams of the same pace. */
function stream(response: ServerResponse, everyMs: number): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(firstChunk);
  let sent = 1;
  const timer = setInterval(() => {
    sent += 1;
    if (sent < chunksOfStream) return void response.write(middleChunk);
    clearInterval(timer);
    return void response.end(lastChunk);
  }, everyMs);
  response.once('close', () => clearInterval(timer));
}

const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  request.resume();
  request.once('end', () => answer(request, response));
});
server.listen(0, '127.0.0.1', () => announce(server));
