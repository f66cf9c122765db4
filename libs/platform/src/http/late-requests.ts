import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Connections on which a request may take longer to arrive than requests otherwise may. */
const patientWith = new WeakSet<Duplex>();

/**
 * Lets this request take as long as its route allows: an upload is not late after the minute in which any other request
 * must have arrived. The route then sets limits of its own.
 */
export function allowLate(request: IncomingMessage): void {
  const { socket } = request;
  patientWith.add(socket);
  request.once('close', () => patientWith.delete(socket));
}

const answers: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** What Node could not read as a request, or did not get in time: there is no route yet whose style an answer could have. */
export function refuseConnection(error: Error & { readonly code?: string }, socket: Duplex): void {
  const { code = '' } = error;
  if (code === 'ECONNRESET' || socket.destroyed) return;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT' && patientWith.has(socket)) return;
  const status = answers[code] ?? '400 Bad Request';
  const body = JSON.stringify({ error: { code: 'request.bad', message: status } });
  const head = `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\n`;
  if (socket.writable) socket.write(`${head}content-length: ${body.length}\r\n\r\n${body}`);
  socket.destroy(error);
}
