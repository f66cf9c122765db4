/** How an outcome counts for the health of an account and of the model there. */
export interface OutcomeRule {
  readonly verdict: 'good' | 'bad' | 'neutral';
  /** What failed: the whole account, or this model there. */
  readonly scope: 'account' | 'route';
  /** The failure in a row that takes it out of use. */
  readonly tolerance: number;
  /** How long for the first time; doubled with each failed try after that, up to the most. */
  readonly baseMs: number;
  readonly maxMs: number;
  /** Whether another account may do better with the same call. */
  readonly fallsBack: boolean;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const good = { verdict: 'good', scope: 'route', tolerance: 1, baseMs: 0, maxMs: 0 } as const;
const onRoute = { verdict: 'bad', scope: 'route', fallsBack: true } as const;
const onAccount = { verdict: 'bad', scope: 'account', fallsBack: true } as const;

/** Every way in which a call can end, as far as its account is concerned. */
export const outcomes = {
  success: { ...good, fallsBack: false },
  /** The request itself was at fault: the account answered as it should. */
  rejected: { ...good, fallsBack: false },
  /** It met another one, or a lock: the same call may do better. */
  conflict: { ...good, verdict: 'neutral', fallsBack: true },
  /** The call was refused before it was made. */
  unused: { ...good, verdict: 'neutral', fallsBack: false },
  /** The client went away. */
  cancelled: { ...good, verdict: 'neutral', fallsBack: false },
  rate_limited: { ...onRoute, tolerance: 1, baseMs: second, maxMs: minute },
  overloaded: { ...onRoute, tolerance: 2, baseMs: second, maxMs: minute },
  server_error: { ...onRoute, tolerance: 3, baseMs: 2 * second, maxMs: 2 * minute },
  timed_out: { ...onRoute, tolerance: 3, baseMs: 5 * second, maxMs: 5 * minute },
  forbidden: { ...onRoute, tolerance: 5, baseMs: 30 * second, maxMs: 10 * minute },
  model_unknown: { ...onRoute, tolerance: 1, baseMs: minute, maxMs: hour },
  unreachable: { ...onAccount, tolerance: 2, baseMs: second, maxMs: minute },
  unauthorized: { ...onAccount, tolerance: 1, baseMs: minute, maxMs: hour },
  out_of_credit: { ...onAccount, tolerance: 1, baseMs: minute, maxMs: hour },
} as const satisfies Record<string, OutcomeRule>;

export type CallOutcome = keyof typeof outcomes;

export function ruleOf(outcome: CallOutcome): OutcomeRule {
  return outcomes[outcome];
}

const byStatus: Readonly<Record<number, CallOutcome>> = {
  401: 'unauthorized',
  402: 'out_of_credit',
  403: 'forbidden',
  408: 'timed_out',
  409: 'conflict',
  429: 'rate_limited',
  503: 'overloaded',
  504: 'timed_out',
  529: 'overloaded',
};

/*
 * What is said of an account stands in a code, or begins the message. Elsewhere a message may say again what a client sent: he
 * could take an account away from all others with a parameter of that name.
 */
const spentCodes =
  /"(?:code|type|status|reason)"\s*:\s*"(?:insufficient_quota|billing_hard_limit)|(?:^|"(?:message|error|detail)"\s*:\s*")(?:your credit balance|you exceeded your current quota)/i;
/** Google says of a minute's quota what others say of the last dollar. */
const passingQuota = /RESOURCE_EXHAUSTED/;
const unknownModelCodes =
  /model_not_found|model_not_available|not_found_error.*model|"model: \S+".*not_found_error|DeploymentNotFound/is;
/** Google, Cohere and xAI have a sentence for it and no code. */
const unknownModelWords = /\bmodels?[\s/]\S+ (?:(?:is |was )?not found|does not exist|was removed)/i;
const badKeyCodes =
  /"(?:code|type|status|reason)"\s*:\s*"(?:invalid_api_key|API_KEY_INVALID)"|(?:^|"(?:message|error|detail)"\s*:\s*")(?:API key not valid|Incorrect API key)/i;

/**
 * What an answer says of its account. The body decides where a status means two things: a 404 counts against the model
 * only when it names it, else any client could take a model away from all others by asking for what is not there.
 */
export function outcomeOfAnswer(status: number, body = ''): CallOutcome {
  if (status < 400) return 'success';
  if (status < 500 && spentCodes.test(body) && !passingQuota.test(body)) return 'out_of_credit';
  if (status === 404) return namesTheModel(body) ? 'model_unknown' : 'rejected';
  if (status === 400 && badKeyCodes.test(body)) return 'unauthorized';
  return byStatus[status] ?? (status >= 500 ? 'server_error' : 'rejected');
}

function namesTheModel(body: string): boolean {
  return unknownModelCodes.test(body) || unknownModelWords.test(body);
}
