import { defineFailure } from '@onegate/platform';

export const fileUnknown = defineFailure('file.not_found', 'not_found', 'There is no file {id}.');
export const fileMissing = defineFailure(
  'file.missing',
  'invalid_request',
  'The form has no file. Send it as the part named `file`, with a file name.',
);
export const fileNotAForm = defineFailure(
  'file.not_a_form',
  'unsupported_media_type',
  'A file is uploaded as multipart/form-data, or as the body of PUT /v1/files/ with a path behind it.',
);
export const fileTooLarge = defineFailure(
  'file.too_large',
  'too_large',
  'The file is larger than the {limit} bytes that are accepted here.',
);
export const fileTypeRefused = defineFailure(
  'file.type_refused',
  'unsupported_media_type',
  'Files of the type {type} are not accepted here. Accepted are: {accepted}.',
);
export const filePathInvalid = defineFailure(
  'file.path_invalid',
  'invalid_request',
  'The path of a file is made of names with slashes between them; none of them is empty, `.` or `..`.',
);
export const uploadIncomplete = defineFailure(
  'file.upload_incomplete',
  'invalid_request',
  'The upload ended before the file was complete.',
);
export const tooManyFiles = defineFailure(
  'file.too_many',
  'forbidden',
  'The account has {limit} files, and no more are allowed. Delete some.',
);
export const fileQuotaExceeded = defineFailure(
  'file.quota_exceeded',
  'forbidden',
  'With this file the account would have more than the {limit} bytes that its files may take. Delete some.',
);
export const storageFailed = defineFailure(
  'file.storage_failed',
  'unavailable',
  'The storage of files did not do its work. Try again.',
);
export const fileContentLost = defineFailure(
  'file.content_lost',
  'internal',
  'The content of the file {id} cannot be read any more. Upload it again.',
);
export const rangeUnsatisfiable = defineFailure(
  'file.range_unsatisfiable',
  'range_unsatisfiable',
  'The range begins behind the end of the file.',
);
export const fileNotInlinable = defineFailure(
  'file.not_usable',
  'invalid_request',
  'The file {id} is of the type {type} and cannot be used as {use}.',
);
export const inlineTooLarge = defineFailure(
  'file.too_large_for_call',
  'too_large',
  'The files of a call may have {limit} bytes together.',
);
