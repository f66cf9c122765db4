import { Injectable } from '@nestjs/common';
import type { Script } from '../script/script.schema.js';
import type { Ask } from './ask.js';
import { PromptCache } from './prompt-cache.js';
import { promptTokens } from './prompt.js';
import { seedOf } from './random.js';
import { composeReply, outputTokens, type Reply } from './reply.js';
import { usageOf, type Usage } from './usage.js';

export interface Completion {
  readonly replies: readonly Reply[];
  readonly usage: Usage;
}

/** Stands in for the language model: answers are made up, but repeatable, and their tokens are counted exactly. */
@Injectable()
export class PretendedModel {
  constructor(private readonly cache: PromptCache) {}

  /** `owner` is whose prompt cache is used: model and credential. */
  complete(ask: Ask, script: Script, owner: string): Completion {
    const seed = ask.prompt.reduce(
      (folded, part) => seedOf(part.text, folded),
      seedOf(String(ask.seed ?? '')),
    );
    const replies = Array.from({ length: ask.choices }, (_, index) =>
      composeReply(ask, script, (seed + index) >>> 0),
    );
    const counted = {
      input: promptTokens(ask.prompt),
      output: replies.reduce((sum, reply) => sum + outputTokens(reply), 0),
      reasoning: replies.reduce((sum, reply) => sum + reply.thinking.length, 0),
      cache: this.cache.use(ask, owner),
    };
    return { replies, usage: usageOf(counted, script) };
  }
}
