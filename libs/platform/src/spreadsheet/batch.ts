const batchLength = 32 * 1024;

/** Joins many small pieces into few of a size worth writing. */
export async function* inBatches(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let pending = '';
  for await (const piece of pieces) {
    pending += piece;
    if (pending.length < batchLength) continue;
    yield Buffer.from(pending);
    pending = '';
  }
  if (pending !== '') yield Buffer.from(pending);
}
