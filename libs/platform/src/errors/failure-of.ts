import { HttpException } from '@nestjs/common';
import { Failure } from './failure.js';
import {
  badRequest,
  bodyTooLarge,
  internalFailure,
  malformedBody,
  malformedUrl,
  methodNotAllowed,
  requestTimedOut,
  routeUnknown,
  unstorableValue,
  unavailable,
  unsupportedMediaType,
} from './request.errors.js';
import { isUnreachable } from './unreachable.js';

interface RequestLine {
  readonly method: string;
  readonly path: string;
}

/** Codes of Fastify for requests it cannot take, and SQLSTATEs for values that Postgres cannot. */
const byCode: Record<string, (cause: unknown) => Failure> = {
  FST_ERR_BAD_URL: (cause) => malformedUrl({ cause }),
  22003: (cause) => unstorableValue({ cause }),
  22021: (cause) => unstorableValue({ cause }),
  '22P05': (cause) => unstorableValue({ cause }),
  FST_ERR_CTP_BODY_TOO_LARGE: (cause) => bodyTooLarge({ cause }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: (cause) => unsupportedMediaType({ cause }),
  FST_ERR_CTP_INVALID_JSON_BODY: (cause) => malformedBody({ cause }),
  FST_ERR_CTP_EMPTY_JSON_BODY: (cause) => malformedBody({ cause }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: (cause) => malformedBody({ cause }),
};

const byStatus: Record<number, (cause: unknown) => Failure> = {
  400: (cause) => (isSyntax(cause) ? malformedBody({ cause }) : clientError(cause)),
  408: (cause) => requestTimedOut({ cause }),
  413: (cause) => bodyTooLarge({ cause }),
  415: (cause) => unsupportedMediaType({ cause }),
};

/** Turns whatever was thrown into a Failure; what we did not foresee becomes `internal` with its cause kept for the log. */
export function failureOf(thrown: unknown, { method, path }: RequestLine): Failure {
  if (thrown instanceof Failure) return thrown;
  const known = byCode[codeOf(thrown)];
  if (known) return known(thrown);
  if (isUnreachable(thrown)) return unavailable({ cause: thrown, headers: { 'retry-after': '1' } });
  const status = statusOf(thrown);
  if (status === 404) return routeUnknown({ method, path });
  if (status === 405) return methodNotAllowed({ method });
  return (
    byStatus[status]?.(thrown) ??
    (isClientError(status) ? clientError(thrown) : internalFailure({ cause: thrown }))
  );
}

function isClientError(status: number): boolean {
  return status >= 400 && status < 500;
}

function clientError(thrown: unknown): Failure {
  const message = thrown instanceof Error ? thrown.message : 'The request is not acceptable.';
  return badRequest({ message }, { cause: thrown });
}

/** TypeORM copies the SQLSTATE of a failed statement to the error it throws. */
function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown)
    return Number(thrown.statusCode);
  return 500;
}

function isSyntax(thrown: unknown): boolean {
  return thrown instanceof SyntaxError || (thrown instanceof Error && /JSON/.test(thrown.message));
}
