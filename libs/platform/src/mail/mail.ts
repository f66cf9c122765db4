/** What a person gets to read. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same as a page, for those whose mail program shows pages. */
  readonly html?: string;
}
