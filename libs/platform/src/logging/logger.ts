import { pino, type Logger, type DestinationStream } from 'pino';
import { requestContext } from './request-context.js';

export type { Logger } from 'pino';

/** Token under which the process's logger is injected. */
export const LOGGER = Symbol('Logger');

/** Wherever these names appear in a logged object or one level below, their value is left out. */
const secretNames = [
  'authorization',
  'cookie',
  'password',
  'password_confirmation',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'accessToken',
  'refreshToken',
  'apiKey',
  'credentials',
  'prompt',
  'messages',
  'input',
];

const secretHeaders = ['["x-api-key"]', 'headers["x-api-key"]'];

const redactedPaths = [...secretNames.flatMap((name) => [name, `*.${name}`]), ...secretHeaders];

/** What each line says about the request or job that it belongs to. */
function workAtHand(): { requestId?: string; jobId?: string } {
  const { ip: _ip, userAgent: _userAgent, ...work } = requestContext.getStore() ?? {};
  return work;
}

const gathered = 4_096;
const gatheredForMillis = 100;

/** JSON lines on standard output, each with the id of the request it belongs to. */
export function createLogger(name: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    name,
    level,
    redact: { paths: redactedPaths, censor: '[redacted]' },
    serializers: { err: errorForLog },
    mixin: workAtHand,
  };
  // A slow reader of the log must not hold up calls; what is left is written when the process ends. Many lines go at once.
  return pino(
    options,
    destination ?? pino.destination({ sync: false, minLength: gathered, periodicFlush: gatheredForMillis }),
  );
}

/** For lines of which every field is known to be harmless: looking for secrets in them costs 2 % of a call. */
export function withoutRedaction(log: Logger): Logger {
  return log.child({}, { redact: [] });
}

/**
 * Only what is known to be harmless: errors of the database and of Redis also carry what was sent, the parameters of a
 * query or the arguments of a command.
 */
function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : 'not an error';
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? String(error.code) : undefined;
  return { name, message, code, stack, cause: cause === undefined ? undefined : errorForLog(cause) };
}
