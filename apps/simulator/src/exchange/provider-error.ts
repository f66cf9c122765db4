interface Detail {
  readonly param?: string | null;
  readonly code?: string | null;
  /** Headers that go with the answer, such as Retry-After. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal or failure of the pretended provider; each dialect writes it in its own form. */
export class ProviderError extends Error {
  readonly param: string | null;
  readonly code: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: number,
    message: string,
    { param = null, code = null, headers = {} }: Detail = {},
  ) {
    super(message);
    this.param = param;
    this.code = code;
    this.headers = headers;
  }
}
