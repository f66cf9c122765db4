/** Whether a body has nothing at a place where a schema found something wrong. */
export function isAbsent(body: unknown, path: readonly PropertyKey[]): boolean {
  const value = path.reduce<unknown>(
    (place, step) => (typeof place === 'object' && place !== null ? Reflect.get(place, step) : undefined),
    body,
  );
  return value === undefined || value === null;
}
