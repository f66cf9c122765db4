import { defineFailure, Failure, isOutboundFailure } from '@onegate/platform';

export const directoryUnknown = defineFailure(
  'directory.unknown',
  'not_found',
  'This tenant has no directory.',
);
export const directoryDisabled = defineFailure(
  'directory.disabled',
  'conflict',
  'The directory of this tenant is switched off.',
);

/** What a directory can do wrong while it is read. The sentences end up in the run record, for the tenant's admins. */
export const directoryRefused = defineFailure(
  'directory.refused',
  'upstream_failed',
  'The directory does not accept the credentials (it answered {status}).',
);
export const directoryAnswered = defineFailure(
  'directory.answered',
  'upstream_failed',
  'The directory answered {status}.',
);
export const directoryFaltered = defineFailure(
  'directory.faltered',
  'upstream_failed',
  'The directory has trouble of its own (it answered {status}).',
);
export const directoryMalformed = defineFailure(
  'directory.malformed',
  'upstream_failed',
  'The answer of the directory is not a list of people: {reason}',
);
export const directoryIncomplete = defineFailure(
  'directory.incomplete',
  'upstream_failed',
  'The directory did not list everybody: {seen} of {total} came.',
);
export const directoryChanged = defineFailure(
  'directory.changed',
  'upstream_failed',
  'The directory changed while it was read.',
);
export const directoryEndless = defineFailure(
  'directory.endless',
  'upstream_failed',
  'The directory lists the same page again and again.',
);
export const directoryEmpty = defineFailure(
  'directory.empty',
  'upstream_failed',
  'The directory listed nobody. That is taken for a mistake, and nobody was deactivated.',
);

const passing = new Set([
  'directory.faltered',
  'directory.incomplete',
  'directory.changed',
  'outbound.timed_out',
  'outbound.unreachable',
]);

/** Whether a failure is the directory's, and not the program's. */
export function isDirectoryFailure(thrown: unknown): thrown is Failure {
  return isOutboundFailure(thrown) || (thrown instanceof Failure && thrown.code.startsWith('directory.'));
}

/** Whether the directory may do better the next time. */
export function mayPass(failure: Failure): boolean {
  return passing.has(failure.code);
}
