import { failureDefinitions, failureKinds, type FailureDefinition } from './failure.js';

/** The text of `docs/errors.md`. */
export function errorsPage(): string {
  return [
    '# Errors',
    '',
    'Every failure has a stable code, a usual status and a public sentence. How it looks depends on the surface that was',
    'called (Laravel style, OpenAI, Anthropic …), and the admin surface alone answers wrong fields with 422; the others',
    'with 400. This page is generated from the `*.errors.ts` files (`npm run generate`).',
    '',
    '| code | status | sentence |',
    '| --- | --- | --- |',
    ...failureDefinitions().map(row),
    '',
  ].join('\n');
}

function row({ code, kind, text }: FailureDefinition): string {
  return `| \`${code}\` | ${failureKinds[kind]} | ${text} |`;
}
