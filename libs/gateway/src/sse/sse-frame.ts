/** One server-sent event, as far as reading it in passing needs. */
export interface SseFrame {
  /** Of its `event` field; empty where it has none. */
  readonly event: string;
  /** Of its `data` fields, joined by line feeds. Valid until the next chunk is looked at. */
  readonly data: Buffer;
  /** It was too long to be kept: `data` is its beginning and its end with the middle left out. */
  readonly isCut: boolean;
}
