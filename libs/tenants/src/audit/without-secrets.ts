const secretName = /passw|secret|token(?!s)|hash|credential|authorization|api_?key|(^|_)key$|(^|_)code$/i;
const hidden = '[changed]';

/** That a secret changed is worth knowing, what it is never: values under telling names are replaced, at any depth. */
export function withoutSecrets(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [name, secretName.test(name) ? hidden : cleaned(value)]),
  );
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  if (value instanceof Date || typeof value !== 'object' || value === null) return printable(value);
  return withoutSecrets(value as Record<string, unknown>);
}

/** JSON knows no bigint; amounts are written as text. */
function printable(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
