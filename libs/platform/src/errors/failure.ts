/**
 * What can go wrong, as the business sees it. The status is the usual one; a surface may answer another
 * (wrong fields are 422 on the admin surface, 400 for OpenAI clients).
 */
export const failureKinds = {
  invalid_request: 400,
  invalid_fields: 422,
  unauthenticated: 401,
  payment_required: 402,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  too_slow: 408,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  range_unsatisfiable: 416,
  rate_limited: 429,
  internal: 500,
  upstream_failed: 502,
  unavailable: 503,
  timed_out: 504,
} as const;

export type FailureKind = keyof typeof failureKinds;

export interface FailureContext {
  /** Field name to complaints, for `invalid_fields`. */
  readonly fields?: Readonly<Record<string, string[]>>;
  /** Facts for the caller's program: limits, what is left. Sent to the caller, so never secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Logged, never sent. */
  readonly cause?: unknown;
}

/** An error that a person gets to see: a stable code, a public sentence, and a cause that stays inside. */
export class Failure extends Error {
  readonly status: number;
  readonly fields: FailureContext['fields'];
  readonly details: FailureContext['details'];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: string,
    readonly kind: FailureKind,
    message: string,
    context: FailureContext = {},
  ) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = 'Failure';
    this.status = failureKinds[kind];
    this.fields = context.fields;
    this.details = context.details;
    this.headers = context.headers ?? {};
  }
}

type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

type FactoryArguments<Text extends string> = [Placeholder<Text>] extends [never]
  ? [context?: FailureContext]
  : [values: Readonly<Record<Placeholder<Text>, string | number>>, context?: FailureContext];

export interface FailureDefinition {
  readonly code: string;
  readonly kind: FailureKind;
  readonly text: string;
}

const definitions = new Map<string, FailureDefinition>();

/**
 * Names one failure once: `const modelUnknown = defineFailure('model.unknown', 'not_found', 'The model {model} …')`,
 * then `throw modelUnknown({ model })`. `docs/errors.md` is generated from these definitions.
 */
export function defineFailure<Text extends string>(code: string, kind: FailureKind, text: Text) {
  definitions.set(code, { code, kind, text });
  return (...args: FactoryArguments<Text>): Failure => {
    const [values, context] = text.includes('{') ? args : [undefined, ...args];
    return new Failure(code, kind, fillIn(text, values), context);
  };
}

function fillIn(text: string, values: unknown): string {
  const known = new Map(Object.entries(values ?? {}));
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(known.get(name) ?? whole));
}

/** Every failure that the loaded code can answer with, sorted by code. */
export function failureDefinitions(): FailureDefinition[] {
  return [...definitions.values()].sort((a, b) => a.code.localeCompare(b.code));
}
