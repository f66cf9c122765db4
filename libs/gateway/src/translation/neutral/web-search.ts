import type { LanguageModelV4ToolCall, LanguageModelV4ToolResult } from '@ai-sdk/provider';
import { jsonOrNothing } from '@onegate/platform';
import { isObject } from '../../json/json-object.js';

export interface FoundPage {
  readonly url: string;
  readonly title?: string;
  readonly pageAge?: string;
  readonly encryptedContent?: string;
}

/** Whether a tool is a provider's own search of the web; each names its own. */
export function isWebSearch({ toolName }: { readonly toolName: string }): boolean {
  return /(web|google|browser)[_.-]?search/i.test(toolName);
}

export function searchQuery(call: LanguageModelV4ToolCall): string {
  return queryIn(jsonOrNothing(call.input)) ?? '';
}

/** Some providers say what they looked for with the result only. */
export function searchedQuery({ result }: LanguageModelV4ToolResult): string | undefined {
  return isObject(result) ? queryIn(result['action']) : undefined;
}

export function foundPages({ result }: LanguageModelV4ToolResult): FoundPage[] {
  const list = Array.isArray(result) ? result : isObject(result) ? result['sources'] : undefined;
  return Array.isArray(list) ? list.flatMap(page) : [];
}

/** The provider's word for why a search failed. */
export function searchFailure(answer: LanguageModelV4ToolResult): string | undefined {
  if (answer.isError !== true) return undefined;
  const code = isObject(answer.result) ? answer.result['errorCode'] : undefined;
  return typeof code === 'string' ? code : 'unavailable';
}

function queryIn(value: unknown): string | undefined {
  const query = isObject(value) ? value['query'] : undefined;
  return typeof query === 'string' ? query : undefined;
}

function page(value: unknown): FoundPage[] {
  if (!isObject(value) || typeof value['url'] !== 'string') return [];
  return [
    {
      url: value['url'],
      ...said('title', value['title']),
      ...said('pageAge', value['pageAge']),
      ...said('encryptedContent', value['encryptedContent']),
    },
  ];
}

function said(name: string, value: unknown): Record<string, string> {
  return typeof value === 'string' ? { [name]: value } : {};
}
