/** A body as a client would send it. */
export function jsonBytes(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
