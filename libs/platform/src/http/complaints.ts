import { z } from 'zod';
import { invalidFields } from '../errors/request.errors.js';
import type { Failure } from '../errors/failure.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

/** More than this helps nobody, and the number of issues is up to whoever sends the request. */
const maxFields = 50;

/** What a schema found wrong, by field: `{ email: ['The email field is required.'] }`. */
export function failureOfIssues(issues: readonly Issue[]): Failure {
  const fields: Record<string, string[]> = {};
  for (const issue of issues.slice(0, maxFields)) {
    const field = fieldOf(issue.path);
    fields[field] = [...(fields[field] ?? []), issue.message];
  }
  return invalidFields({ message: 'The given data was invalid.' }, { fields });
}

/** Sentences that name the field, the way form libraries of the admin surface's clients expect them. */
export function useFieldComplaints(): void {
  z.config({ customError: (issue) => complaintOf(issue) });
}

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

function complaintOf(issue: RawIssue): string | undefined {
  const field = fieldOf(issue.path).replaceAll('_', ' ');
  if (field === 'body') return undefined;
  if (issue.code === 'invalid_type' && (issue.input === undefined || issue.input === null)) {
    return `The ${field} field is required.`;
  }
  return complaintByCode[issue.code]?.(field, issue);
}

const complaintByCode: Partial<Record<string, (field: string, issue: RawIssue) => string | undefined>> = {
  invalid_type: (field, issue) => `The ${field} field must be of type ${String(issue.expected)}.`,
  too_small: (field, issue) =>
    bounded(field, issue.inclusive === false ? 'greater than' : 'at least', issue.minimum, issue.origin),
  too_big: (field, issue) =>
    bounded(field, issue.inclusive === false ? 'less than' : 'at most', issue.maximum, issue.origin),
  invalid_format: (field, issue) =>
    issue.format === 'email'
      ? `The ${field} field must be a valid email address.`
      : `The ${field} field format is invalid.`,
  invalid_value: (field) => `The selected ${field} is invalid.`,
};

function bounded(field: string, bound: string, limit: unknown, origin: unknown): string {
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '';
  return `The ${field} field must be ${bound} ${String(limit)}${unit}.`;
}

function fieldOf(path: Issue['path']): string {
  const names = (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  return names.length > 0 ? names.join('.') : 'body';
}
