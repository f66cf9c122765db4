import type { CallRecord } from './client.ts';

export interface ToldUsage {
  readonly input: number;
  readonly output: number;
}

type Json = Readonly<Record<string, unknown>>;

/** Whether the answer says that something went wrong after it had begun. */
export function tellsOfTrouble({ text, call }: CallRecord): boolean {
  if (!call.isStream) return false;
  return /"error":\s*\{|^event: error/m.test(text) || text.includes('"response.failed"');
}

/** The usage that a client was told in an answer that ended well; `null` where it was told none. */
export function toldUsage({ text, call }: CallRecord): ToldUsage | null {
  const frames = call.isStream ? framesOf(text) : [parsed(text)];
  let told: ToldUsage | null = null;
  for (const frame of frames) told = usageIn(frame, told) ?? told;
  return told;
}

function framesOf(text: string): Json[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length).trim())
    .filter((data) => data !== '[DONE]')
    .map(parsed);
}

/** Messages name the input at the beginning and the output at the end, the others both at once. */
function usageIn(frame: Json, before: ToldUsage | null): ToldUsage | null {
  const inner = objectIn(frame, 'message') ?? objectIn(frame, 'response') ?? frame;
  const usage = objectIn(inner, 'usage');
  if (!usage) return null;
  const input = usage['prompt_tokens'] ?? usage['input_tokens'] ?? before?.input;
  const output = usage['completion_tokens'] ?? usage['output_tokens'] ?? before?.output;
  return typeof input === 'number' && typeof output === 'number' ? { input, output } : null;
}

function objectIn(json: Json, name: string): Json | null {
  const value = json[name];
  return typeof value === 'object' && value !== null ? (value as Json) : null;
}

function parsed(text: string): Json {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Json) : {};
  } catch {
    return {};
  }
}
