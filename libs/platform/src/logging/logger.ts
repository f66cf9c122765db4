import { pino, type Logger, type DestinationStream } from 'pino';
import { requestContext } from './request-context.js';

export type { Logger } from 'pino';

/** Token under which the process's logger is injected. */
export const LOGGER = Symbol('Logger');

/** Wherever these names appear in a logged object, their value is left out. */
const secretNames = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-api-key"]',
  'password',
  'password_confirmation',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'accessToken',
  'refreshToken',
  'apiKey',
  'key',
  'code',
  'credentials',
  'prompt',
  'messages',
  'input',
];

/** Error codes are not secrets: `code` is redacted in request data only, not at the top where failures carry theirs. */
const redactedPaths = secretNames.flatMap((name) => {
  const nested = name.startsWith('[') ? `*${name}` : `*.${name}`;
  return name === 'code'
    ? ['body.code']
    : [name.startsWith('[') ? name : `${name}`, nested, `headers${dotted(name)}`];
});

function dotted(name: string): string {
  return name.startsWith('[') ? name : `.${name}`;
}

/** What each line says about the request or job that it belongs to. */
function workAtHand(): { requestId?: string; jobId?: string } {
  const { ip: _ip, userAgent: _userAgent, ...work } = requestContext.getStore() ?? {};
  return work;
}

/** JSON lines on standard output, each with the id of the request it belongs to. */
export function createLogger(name: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    name,
    level,
    redact: { paths: [...new Set(redactedPaths)], censor: '[redacted]' },
    mixin: workAtHand,
  };
  return destination ? pino(options, destination) : pino(options);
}
