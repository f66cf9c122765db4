/** What a person gets to read. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}
