import { objectOf } from '../json/json-object.js';
import { publicWords } from './public-words.js';

/** What a provider says of a request that it does not take, fit to be shown to whoever made it. */
export interface ProviderError {
  readonly message: string;
  /** Fields that programs look at, in OpenAI's names. */
  readonly details: Readonly<Record<string, unknown>>;
}

const longestMessage = 2_000;
const nothingSaid = 'The provider of this model does not take the request.';

/** Reads the many shapes: `{error: {…}}`, `{error: "…"}`, `{message}`, `{detail}`, a list with one of them, plain text. */
export function errorOfAnswer(text: string): ProviderError {
  const [body] = [parsed(text)].flat();
  const error = objectOf(objectOf(body)['error'] ?? body);
  const message = textOf(error, body);
  const details = Object.fromEntries(
    ['type', 'param', 'code']
      .map((name) => [name, error[name]] as const)
      .filter(([, value]) => value === null || typeof value === 'string'),
  );
  return { message: message === '' ? nothingSaid : publicWords(message), details };
}

function textOf(error: Readonly<Record<string, unknown>>, body: unknown): string {
  const said = [error['message'], objectOf(body)['error'], objectOf(body)['detail'], error['msg'], body];
  for (const one of said) {
    if (typeof one === 'string' && one !== '') return one.slice(0, longestMessage);
    if (Array.isArray(one) && typeof objectOf(one[0])['msg'] === 'string') return complaints(one);
  }
  return '';
}

/** FastAPI's list of what is wrong with which field. */
function complaints(list: readonly unknown[]): string {
  const texts = list.map((one) => {
    const { loc, msg } = objectOf(one);
    return `${Array.isArray(loc) ? `${loc.join('.')}: ` : ''}${String(msg)}`;
  });
  return texts.join('; ').slice(0, longestMessage);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Pages of proxies are no message.
    return /^\s*</.test(text) ? null : text;
  }
}
