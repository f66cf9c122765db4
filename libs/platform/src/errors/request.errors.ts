import { defineFailure } from './failure.js';

export const internalFailure = defineFailure(
  'internal',
  'internal',
  'Something went wrong on our side. Try again; if it stays, give us the request id.',
);
export const unavailable = defineFailure(
  'unavailable',
  'unavailable',
  'A part of this server cannot be reached at the moment. Try again shortly.',
);
export const malformedBody = defineFailure(
  'request.malformed',
  'invalid_request',
  'The body is not valid JSON.',
);
export const bodyTooDeep = defineFailure(
  'request.too_deep',
  'invalid_request',
  'The body is nested deeper than {most} levels.',
);
export const invalidFields = defineFailure('request.invalid', 'invalid_fields', '{message}');
export const unstorableValue = defineFailure(
  'request.unstorable',
  'invalid_request',
  'The request has a value that cannot be stored: a null character, or a number that is too large.',
);
export const malformedUrl = defineFailure(
  'request.url',
  'invalid_request',
  'The URL is malformed: it has a percent sign that is not followed by two hexadecimal digits.',
);
export const bodyTooLarge = defineFailure(
  'request.too_large',
  'too_large',
  'The request body is larger than this endpoint accepts.',
);
export const unsupportedMediaType = defineFailure(
  'request.media_type',
  'unsupported_media_type',
  'This content type is not accepted here. Send application/json.',
);
export const unsupportedEncoding = defineFailure(
  'request.encoding',
  'unsupported_media_type',
  'A body with a Content-Encoding is not accepted here. Send it as it is.',
);
export const routeUnknown = defineFailure('route.unknown', 'not_found', 'There is no {method} {path}.');
export const methodNotAllowed = defineFailure(
  'route.method',
  'method_not_allowed',
  'The method {method} is not allowed here.',
);
export const badRequest = defineFailure('request.bad', 'invalid_request', '{message}');
export const requestTimedOut = defineFailure(
  'request.timed_out',
  'too_slow',
  'The request took too long to arrive.',
);
