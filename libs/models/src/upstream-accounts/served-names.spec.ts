import { describe, expect, it } from '@jest/globals';
import { factsOf, type ProviderKind } from './provider-kinds.js';
import { servedName } from './served-names.js';

describe('the name of a model at its provider', () => {
  const cases: [ProviderKind, string, string | null][] = [
    ['openai', 'openai/gpt-4o-mini', 'gpt-4o-mini'],
    ['openai', 'openai/gpt-5-chat', 'gpt-5-chat-latest'],
    ['openai', 'openai/gpt-5.2-chat', 'gpt-5.2-chat-latest'],
    ['openai', 'openai/gpt-oss-120b', null],
    ['openai', 'openai/o4-mini-high', null],
    ['openai', 'openai/gpt-4o:extended', null],
    ['openai', 'anthropic/claude-sonnet-4.5', null],
    ['anthropic', 'anthropic/claude-sonnet-4.5', 'claude-sonnet-4-5'],
    ['anthropic', 'anthropic/claude-opus-4', 'claude-opus-4-0'],
    ['anthropic', 'anthropic/claude-3.7-sonnet', 'claude-3-7-sonnet-20250219'],
    ['anthropic', 'anthropic/claude-3.7-sonnet:thinking', null],
    ['google', 'google/gemini-2.5-pro', 'gemini-2.5-pro'],
    ['google', 'google/gemini-2.0-flash-001', 'gemini-2.0-flash'],
    ['google', 'google/gemma-2-9b-it', null],
    ['mistral', 'mistralai/mistral-large-2411', 'mistral-large-2411'],
    ['mistral', 'mistralai/mistral-medium-3.1', 'mistral-medium-2508'],
    ['mistral', 'mistralai/mixtral-8x7b-instruct', null],
    ['deepseek', 'deepseek/deepseek-v4-pro', 'deepseek-v4-pro'],
    ['deepseek', 'deepseek/deepseek-r1-0528', null],
    ['xai', 'x-ai/grok-4', 'grok-4'],
    ['xai', 'x-ai/grok-4-fast', 'grok-4-fast-reasoning'],
    ['cohere', 'cohere/command-a', 'command-a-03-2025'],
    ['groq', 'openai/gpt-oss-120b', 'openai/gpt-oss-120b'],
    ['groq', 'openai/gpt-4o', null],
    ['openrouter', 'openai/gpt-oss-120b:free', 'openai/gpt-oss-120b:free'],
    ['azure', 'openai/gpt-4o', null],
  ];

  it.each(cases)('at %s, %s is %s', (kind, slug, name) => {
    expect(servedName(factsOf(kind).serves, slug)).toBe(name);
  });
});
