import { ProviderError } from '../exchange/provider-error.js';
import { scriptSchema, type Script } from './script.schema.js';

const cacheLimit = 1_000;
const parsed = new Map<string, Script>();

/** What follows the first `+` of a model name is a script: `gpt-4o-mini+ttft=200,tps=50`. */
export function splitModel(requested: string): { model: string; script: string } {
  const plus = requested.indexOf('+');
  if (plus < 1) return { model: requested, script: '' };
  return { model: requested.slice(0, plus), script: requested.slice(plus + 1) };
}

/** Reads `key=value,flag,key=value`. A key or value that makes no sense is a 400, so that a typo in a test shows. */
export function parseScript(text: string): Script {
  const known = parsed.get(text);
  if (known) return known;
  const result = scriptSchema.safeParse(entriesOf(text));
  if (!result.success)
    throw unreadable(
      text,
      result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim()),
    );
  if (parsed.size >= cacheLimit) parsed.clear();
  parsed.set(text, result.data);
  return result.data;
}

function entriesOf(text: string): Record<string, string> {
  const entries = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): [string, string] => {
      const equals = part.indexOf('=');
      return equals < 0 ? [part, 'on'] : [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
    });
  const keys = entries.map(([key]) => key);
  if (new Set(keys).size < keys.length) throw unreadable(text, ['a key is given twice']);
  return Object.fromEntries(entries);
}

function unreadable(text: string, problems: string[]): ProviderError {
  return new ProviderError(400, `The simulator cannot read the script '${text}': ${problems.join('; ')}.`, {
    param: 'model',
    code: 'invalid_script',
  });
}
