import type { OpenAPIObject } from '@nestjs/swagger';
import { idPrefixes } from '@onegate/platform';

interface Schema {
  type?: string;
  format?: string;
  enum?: unknown[];
  example?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/**
 * Shows the fields of bodies and answers with values as they are in real ones: a person reads from them what a field
 * means. Each field is found by its name, because one name means the same everywhere; what a schema says itself stays.
 */
export function showExamples({ paths, components }: OpenAPIObject): void {
  for (const [name, schema] of Object.entries(components?.schemas ?? {})) showIn(schema, wordsOf(name));
  for (const path of Object.values(paths)) {
    for (const { requestBody, responses } of Object.values(path as Record<string, Operation>)) {
      showIn({ requestBody, responses }, '');
    }
  }
}

/** Takes away the bounds that every integer has: they tell nothing, and are shown as if they were examples. */
export function dropEmptyBounds(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  const schema = part as Schema;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  for (const inner of Object.values(part)) dropEmptyBounds(inner);
}

interface Operation {
  readonly requestBody?: unknown;
  readonly responses: unknown;
}

function showIn(part: unknown, thing: string): void {
  if (typeof part !== 'object' || part === null) return;
  for (const [field, schema] of Object.entries((part as Schema).properties ?? {})) {
    const example = exampleOf(field, schema, thing);
    if (example !== undefined) schema.example = example;
  }
  for (const [key, value] of Object.entries(part)) if (key !== 'example') showIn(value, thing);
}

function exampleOf(field: string, schema: Schema, thing: string): string | number | undefined {
  if (schema.enum || schema.example !== undefined) return undefined;
  const known = schema.type === 'string' ? textOf(field, schema, thing) : numberOf(field, schema);
  return known !== undefined && fits(known, schema) ? known : undefined;
}

function textOf(field: string, { format }: Schema, thing: string): string | undefined {
  if (format === 'date-time') return '2026-03-01T09:30:00.000Z';
  if (format === 'date') return '2026-03-01';
  if (/^(id|public_?id)$/i.test(field)) return publicIdOf(thing);
  if (field === 'name') return names[thing] ?? 'Acme';
  const known = texts.find(([name]) => name.test(field))?.[1];
  return known ?? publicIdOf(wordsOf(field.replace(/_?id$/i, '')));
}

function numberOf(field: string, { type }: Schema): number | undefined {
  if (type !== 'integer' && type !== 'number') return undefined;
  return numbers.find(([name]) => name.test(field))?.[1] ?? 12;
}

/** `OwnUpstreamAccount` and `upstream_account` are both of the kind `upstream account`. */
function publicIdOf(thing: string): string | undefined {
  if (thing === '') return undefined;
  const kinds = Object.entries(idPrefixes);
  const [prefix] = kinds.find(([, kind]) => thing === kind || kind.startsWith(`${thing} `)) ?? [];
  const known = prefix ?? aliases[thing];
  return known && `${known}_01jzy3x9k4e8v6c2t5m7n8p9qr`;
}

/** What things with public ids are called besides. */
const aliases: Readonly<Record<string, keyof typeof idPrefixes>> = {
  person: 'usr',
  creator: 'usr',
  'account user': 'usr',
  member: 'mem',
  tenant: 'org',
  'tenant with users': 'org',
  'new api key shown': 'key',
  'webhook with secret': 'whk',
  'own upstream account': 'upa',
  'admin plan': 'pla',
  'admin payment': 'pay',
  'active promotion': 'pro',
  'tenant subscription': 'sub',
  'payment reversal': 'rev',
  movement: 'txn',
  'wallet movement': 'txn',
  'llm model': 'mdl',
};

/** Of things that are called otherwise than companies are. */
const names: Readonly<Record<string, string>> = {
  person: 'Ada Lovelace',
  'account user': 'Ada Lovelace',
  member: 'Ada Lovelace',
  'api key': 'Laptop',
  'new api key shown': 'Laptop',
  'organization key': 'Laptop',
  'llm model': 'GPT-4o mini',
  'open router model': 'GPT-4o mini',
  promotion: 'Spring',
  'active promotion': 'Spring',
  'redeemed promotion': 'Spring',
  plan: 'team-pro',
  'admin plan': 'team-pro',
};

function wordsOf(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .trim();
}

/** The first that fits the name of a field. */
const texts: readonly [RegExp, string][] = [
  [/e?mail$/i, 'ada@example.com'],
  [/^(message|error|failure|last_?error)$/i, 'Something about it, in a sentence'],
  [/^(next_?token|cursor|next_?cursor|next_page)$/i, 'eyJpZCI6NDJ9'],
  [/^filename$/, 'march.pdf'],
  [/^(member)?display_?name$/i, 'Ada Lovelace'],
  [/^(model|slug|aiModelName|upstream_?name|canonical_slug)$/i, 'openai/gpt-4o-mini'],
  [/^(vendor|provider|provider_name|aiInferenceProviderName)$/i, 'openai'],
  [/_?name$/i, 'Acme'],
  [/_?nano(_usd)?$/i, '12500000000'],
  [/_?usd$|^(limit|amount|used|remaining)Usd$/i, '12.50'],
  [/^currency$/, 'usd'],
  [/time_?zone$/i, 'Europe/Berlin'],
  [/base_?url$/i, 'https://api.example.com/v1'],
  [/^(first|last|next|prev)_page_url$/, 'https://onegate.example.com/api/users?page=1'],
  [/^path$/, 'https://onegate.example.com/api/users'],
  [/_?ur[li]$/i, 'https://console.example.com/billing'],
  [/refresh_?token$/i, 'ort_ses_…'],
  [/(access_?)?token$/i, 'eyJhbGciOiJIUzI1NiJ9…'],
  [/password/i, 'secret1234'],
  [/^(prompt|input|query|text)$/, 'Say hello'],
  [/^(about|reason|note)$/, 'Goodwill'],
  [/reference$/i, 'ticket-4711'],
  [/^ip$/, '203.0.113.7'],
  [/redacted_?value$|^hint$/i, 'sk-…4f2a'],
  [/^request_id$/, 'req_01jzy3x9k4e8v6c2t5m7n8p9qr'],
  [/^last4$/, '4242'],
  [/^brand$/, 'visa'],
  [/external_?id$/i, '00u1a2b3c4'],
];

const numbers: readonly [RegExp, number][] = [
  [/^(id|.*_id)$/, 42],
  [/^(current_)?page$|^from$/, 1],
  [/^(last_page)$/, 3],
  [/^(per_page|to)$/, 15],
  [/^(total|total_count)$/, 37],
  [/^limit$/, 20],
  [/tokens?$|tokens_?per_?minute$/i, 1_200],
  [/_?cents$/i, 1_250],
  [/_?bps$/i, 500],
  [/_?ms$/i, 850],
  [/percent/i, 40],
  [/^(expires_in|.*_?seconds)$/i, 3_600],
  [/^(created|time|iat|.*_at|utc_(start|end)|access_until)$/, 1_772_357_400],
  [/context_length|max_(input|output|completion)_tokens/, 128_000],
  [/^(balance|costUsd|creditsUsed|correctedUsd|netUsd)$/, 12_500_000],
  [/^(status|last_?status)$/i, 200],
  [/^expYear$/, 2_030],
  [/cost|usage|discount/, 0.0125],
];

function fits(example: string | number, schema: Schema): boolean {
  if (typeof example === 'number') {
    return example >= (schema.minimum ?? example) && example <= (schema.maximum ?? example);
  }
  const { minLength = 0, maxLength = Infinity, pattern = '' } = schema;
  return example.length >= minLength && example.length <= maxLength && new RegExp(pattern, 'u').test(example);
}
