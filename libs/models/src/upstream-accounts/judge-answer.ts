import { jsonOrNothing } from '@onegate/platform';
import type { TestResult } from './account-test.schema.js';
import { codeOfAnswer, diagnosisOf, type Diagnosis } from './diagnosis.js';
import { listedNames, type ExpectedAnswer } from './listed-names.js';
import type { SmallAnswer } from './small-call.service.js';
import { withoutSecrets } from './without-secrets.js';

const mostQuoted = 300;
const mostMissing = 100;

export interface Expectation {
  /** What a good answer looks like. */
  readonly expected: ExpectedAnswer;
  /** Names of models that the provider should list. */
  readonly names: readonly string[];
  /** What must not be repeated. */
  readonly secrets: readonly string[];
}

type Judged = Pick<
  TestResult,
  'ok' | 'code' | 'message' | 'status' | 'latency_ms' | 'models_listed' | 'models_missing'
>;

/** What an answer shows of the account that it was given to. */
export function judgeAnswer(answer: SmallAnswer, { expected, names, secrets }: Expectation): Judged {
  const { status, latencyMs } = answer;
  const measured = { status, latency_ms: latencyMs, models_listed: null, models_missing: [] };
  const refusal = refusalOf(answer, secrets);
  if (refusal) return { ...measured, ok: false, ...refusal };
  const listed = listedNames(expected, jsonOrNothing(answer.text));
  if (listed === undefined) return { ...measured, ok: false, ...diagnosisOf('unexpected_answer') };
  const good = { ...measured, ok: true, ...diagnosisOf('ok') };
  if (listed === null) return good;
  const known = new Set(listed);
  const missing = names.filter((name) => !known.has(name));
  return { ...good, models_listed: listed.length, models_missing: missing.slice(0, mostMissing) };
}

function refusalOf({ status, text }: SmallAnswer, secrets: readonly string[]): Diagnosis | null {
  if (status >= 200 && status < 300) return null;
  const code = codeOfAnswer(status, text);
  // Who refuses a key may quote it in a way that no rule foresees.
  if (code === 'unauthorized' || text.trim() === '') return diagnosisOf(code);
  const quoted = withoutSecrets(text.slice(0, 4 * mostQuoted), secrets).slice(0, mostQuoted);
  return diagnosisOf(code, `It answers ${status}: ${quoted}`);
}
