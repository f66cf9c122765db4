import { specification, type Event } from '../translation/answer-rules.ts';
import { sharedData } from '../translation/recorded-answers.ts';

/** What every response has, be it `null`. */
const ofResponse = [
  'id object created_at completed_at status incomplete_details model previous_response_id instructions output error',
  'tools tool_choice truncation parallel_tool_calls text top_p presence_penalty frequency_penalty top_logprobs',
  'temperature reasoning usage max_output_tokens max_tool_calls store background service_tier metadata',
  'safety_identifier prompt_cache_key',
].flatMap((names) => names.split(' '));

const ofItems: Readonly<Record<string, readonly string[]>> = {
  message: ['id', 'status', 'role', 'content'],
  function_call: ['id', 'call_id', 'name', 'arguments', 'status'],
  function_call_output: ['id', 'call_id', 'output', 'status'],
  reasoning: ['id', 'summary'],
  compaction: ['id', 'encrypted_content'],
};

const ofParts: Readonly<Record<string, readonly string[]>> = {
  output_text: ['text', 'annotations', 'logprobs'],
  refusal: ['refusal'],
  input_text: ['text'],
};

interface Part {
  readonly type: string;
}
interface Item extends Part {
  readonly content?: readonly Part[];
}
export interface ResponseLike {
  readonly output: readonly Item[];
}

/** The names of what the specification requires and this has not, with the place. */
export function missingIn(response: ResponseLike): string[] {
  return [...absent('response', response, ofResponse), ...response.output.flatMap(missingInItem)];
}

export function missingInItem(item: Item): string[] {
  const parts = (item.content ?? []).flatMap((part) => absent(part.type, part, ofParts[part.type] ?? []));
  return [...absent(item.type, item, ofItems[item.type] ?? ['id']), ...parts];
}

export function missingInEvents(events: readonly Event[]): string[] {
  return events.flatMap((event) => {
    const { response, item } = event as { response?: ResponseLike; item?: Item };
    const numbered = absent(event.type, event, ['type', 'sequence_number']);
    return [...numbered, ...(response ? missingIn(response) : []), ...(item ? missingInItem(item) : [])];
  });
}

function absent(of: string, value: object, names: readonly string[]): string[] {
  return names.filter((name) => !(name in value)).map((name) => `${of}.${name}`);
}

const compiled = new Map<string, ReturnType<typeof specification>>();

/** What the published schemas have against values; nothing where they are not at hand. */
export function againstSchema(name: string, ...values: readonly unknown[]): string[] {
  if (!sharedData) return [];
  const validate = compiled.get(name) ?? specification(name);
  compiled.set(name, validate);
  return values
    .filter((value) => !validate(value))
    .flatMap((value) => {
      validate(value);
      const { errors } = validate;
      const told = (errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
      return [`${JSON.stringify(value).slice(0, 300)}: ${[...new Set(told)].join('; ').slice(0, 1_500)}`];
    });
}
