import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Ask } from './ask.js';
import { promptTokens } from './prompt.js';

/** How much of a prompt came from, and went to, the provider's prompt cache. */
export interface CacheUse {
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
}

interface Prefix {
  readonly key: string;
  readonly tokens: number;
  readonly life: '5m' | '1h';
}

const none: CacheUse = { cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
const remembered = 10_000;
/** OpenAI caches prompts from this length on, in steps. */
const automaticFrom = 1024;
const automaticStep = 128;

/**
 * Remembers prompt prefixes as the providers do, for as long as the process lives. Automatic caching applies to prompts of
 * 1,024 tokens and more: the longest run of whole leading parts seen before, rounded down to 128 tokens. Marked caching
 * applies at any length: up to the last marked part seen before it is read, from there to the last mark it is written.
 */
@Injectable()
export class PromptCache {
  private readonly seen = new Set<string>();

  use(ask: Ask, owner: string): CacheUse {
    if (ask.caching === 'automatic') return this.useAutomatic(ask, owner);
    const marked = ask.caching === 'marked' && ask.prompt.some((part) => part.cacheFor);
    return marked ? this.useMarked(ask, owner) : none;
  }

  clear(): void {
    this.seen.clear();
  }

  private useAutomatic(ask: Ask, owner: string): CacheUse {
    if (promptTokens(ask.prompt) < automaticFrom) return none;
    const known = this.meet(prefixes(ask, owner));
    const tokens = known?.tokens ?? 0;
    return { ...none, cacheRead: tokens < automaticFrom ? 0 : tokens - (tokens % automaticStep) };
  }

  private useMarked(ask: Ask, owner: string): CacheUse {
    const marked = prefixes(ask, owner).filter((_, index) => ask.prompt[index]?.cacheFor);
    const read = this.meet(marked)?.tokens ?? 0;
    let upTo = read;
    const written = { '5m': 0, '1h': 0 };
    for (const prefix of marked.filter(({ tokens }) => tokens > read)) {
      written[prefix.life] += prefix.tokens - upTo;
      upTo = prefix.tokens;
    }
    return { cacheRead: read, cacheWrite5m: written['5m'], cacheWrite1h: written['1h'] };
  }

  /** The longest prefix met before; remembers all of them. */
  private meet(all: readonly Prefix[]): Prefix | undefined {
    const known = all.findLast((prefix) => this.seen.has(prefix.key));
    for (const prefix of all) this.remember(prefix.key);
    return known;
  }

  private remember(key: string): void {
    this.seen.delete(key);
    this.seen.add(key);
    const [oldest] = this.seen;
    if (this.seen.size > remembered && oldest !== undefined) this.seen.delete(oldest);
  }
}

function prefixes(ask: Ask, owner: string): Prefix[] {
  const hash = createHash('sha1').update(owner);
  let tokens = 0;
  return ask.prompt.map((part) => {
    tokens += part.tokens;
    hash.update('\0').update(part.text);
    return { key: hash.copy().digest('base64'), tokens, life: part.cacheFor ?? '5m' };
  });
}
