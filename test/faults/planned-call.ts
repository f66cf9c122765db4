import type { Chance } from './chance.ts';
import type { CallerKey } from './people.ts';

/** What a client is going to ask, of whom, and how it will behave. */
export interface PlannedCall {
  /** Its name everywhere: in the script for the provider, as the end user, in the books. */
  readonly tag: string;
  readonly key: CallerKey;
  readonly api: number;
  readonly atMillis: number;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly script: string;
  readonly isStream: boolean;
  /** It goes away after so many bytes of the answer; before the first with 0. */
  readonly leavesAfter: number | null;
  /** Whether the provider says what was used. */
  readonly tellsUsage: boolean;
}

type Surface = 'chat' | 'messages' | 'responses';

const surfaces: Readonly<Record<Surface, { path: string; models: readonly string[] }>> = {
  chat: { path: '/v1/chat/completions', models: ['openai/gpt-4o', 'openai/gpt-4.1', 'openai/gpt-4o-mini'] },
  messages: { path: '/v1/messages', models: ['anthropic/claude-opus-4.5', 'anthropic/claude-3-haiku'] },
  responses: { path: '/v1/responses', models: ['openai/gpt-4.1', 'openai/gpt-4o'] },
};

/** Most calls are well; the rest shows everything that a provider can do wrong. */
const troubles: readonly ((chance: Chance) => string)[] = [
  (chance) => `cut=${chance.between(0, 12)}`,
  (chance) => `fail=500@${chance.between(1, 12)}`,
  (chance) => `fail=${chance.oneOf([429, 500, 503, 529])},first=1`,
  (chance) => `fail=${chance.oneOf([400, 403, 500])}`,
  () => 'cut,first=1',
  (chance) => `chunk=${chance.oneOf(['1', '7', '3:1:40'])}`,
  (chance) => `usage=${chance.oneOf(['missing', 'twice', 'every', 'finish'])}`,
  () => 'crlf,comments',
  () => 'nodone',
  () => 'huge=300000',
];

export function plannedCalls(chance: Chance, keys: readonly CallerKey[], names: PlanNames): PlannedCall[] {
  return Array.from({ length: names.count }, (_, index) =>
    plannedCall(chance, keys, { tag: `${names.prefix}-${index}`, spanMillis: names.spanMillis }),
  );
}

interface PlanNames {
  readonly prefix: string;
  readonly count: number;
  readonly spanMillis: number;
}

function plannedCall(
  chance: Chance,
  keys: readonly CallerKey[],
  { tag, spanMillis }: { readonly tag: string; readonly spanMillis: number },
): PlannedCall {
  const surface = chance.oneOf<Surface>(['chat', 'chat', 'messages', 'responses']);
  const isStream = chance.happens(0.6);
  const script = scriptFor(chance, isStream);
  return {
    tag,
    key: chance.oneOf(keys),
    api: chance.between(0, 1),
    atMillis: chance.between(0, spanMillis),
    path: surfaces[surface].path,
    body: bodyFor(chance, surface, { tag, isStream }),
    script: `${script},tag=${tag}`,
    isStream,
    leavesAfter: chance.happens(0.12) ? chance.oneOf([0, 1, chance.between(1, 6_000)]) : null,
    tellsUsage: !script.includes('usage=missing'),
  };
}

function scriptFor(chance: Chance, isStream: boolean): string {
  const pace = isStream
    ? `ttft=${chance.between(0, 80)},tps=${chance.between(100, 2_000)}`
    : `latency=${chance.between(0, 250)}`;
  const trouble = chance.happens(0.25) ? `,${chance.oneOf(troubles)(chance)}` : '';
  return `${pace},out=${chance.between(1, 120)}${trouble}`;
}

function bodyFor(
  chance: Chance,
  surface: Surface,
  { tag, isStream }: { readonly tag: string; readonly isStream: boolean },
): PlannedCall['body'] {
  const { models } = surfaces[surface];
  const text = `Say something of ${tag} ${'and more '.repeat(chance.between(0, 60))}`;
  const most = chance.between(60, 300);
  const common = { model: chance.oneOf(models), ...(isStream && { stream: true }) };
  const messages = [{ role: 'user', content: text }];
  switch (surface) {
    case 'messages':
      return { ...common, messages, max_tokens: most, metadata: { user_id: tag } };
    case 'responses':
      return { ...common, input: text, max_output_tokens: most, safety_identifier: tag, store: false };
    case 'chat':
      return {
        ...common,
        messages,
        max_tokens: most,
        user: tag,
        ...(chance.happens(0.3) && { models: [chance.oneOf(models)] }),
        ...(isStream && { stream_options: { include_usage: true } }),
      };
  }
}
