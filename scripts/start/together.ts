/**
 * Like Promise.all, but ends only when all have ended: with one failed, `onFailure` asks the others to stop, and
 * nothing goes on behind the back of whoever clears up. Throws the first failure in time.
 */
export async function together<T extends readonly Promise<unknown>[]>(
  work: T,
  onFailure: () => void,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const failures: unknown[] = [];
  const watched = work.map((one) =>
    one.catch((error: unknown) => {
      failures.push(error);
      onFailure();
    }),
  );
  const results = await Promise.all(watched);
  if (failures.length > 0) throw failures[0];
  return results as { -readonly [K in keyof T]: Awaited<T[K]> };
}
