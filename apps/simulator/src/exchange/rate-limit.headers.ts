import type { Script } from '../script/script.schema.js';
import type { Style } from './error-shapes.js';

const requestLimit = 10_000;
const tokenLimit = 2_000_000;

/** The provider's rate-limit headers; what is left, and until when, follows the script. */
export function rateLimitHeaders(script: Script, style: Style, tokensUsed: number): Record<string, string> {
  if (script.limits === 'off') return {};
  const requestsLeft = script.remaining ?? (script.fail?.status === 429 ? 0 : requestLimit - 1);
  const tokensLeft = script.remaining_tokens ?? Math.max(0, tokenLimit - tokensUsed);
  const write = style === 'openai' ? openAiHeaders : anthropicHeaders;
  return write(String(requestsLeft), String(tokensLeft), script.reset ?? 1);
}

function openAiHeaders(requestsLeft: string, tokensLeft: string, seconds: number): Record<string, string> {
  return {
    'x-ratelimit-limit-requests': String(requestLimit),
    'x-ratelimit-limit-tokens': String(tokenLimit),
    'x-ratelimit-remaining-requests': requestsLeft,
    'x-ratelimit-remaining-tokens': tokensLeft,
    'x-ratelimit-reset-requests': `${seconds}s`,
    'x-ratelimit-reset-tokens': `${seconds}s`,
  };
}

function anthropicHeaders(requestsLeft: string, tokensLeft: string, seconds: number): Record<string, string> {
  const reset = new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000).toISOString().replace('.000', '');
  return {
    'anthropic-ratelimit-requests-limit': String(requestLimit),
    'anthropic-ratelimit-requests-remaining': requestsLeft,
    'anthropic-ratelimit-requests-reset': reset,
    'anthropic-ratelimit-tokens-limit': String(tokenLimit),
    'anthropic-ratelimit-tokens-remaining': tokensLeft,
    'anthropic-ratelimit-tokens-reset': reset,
  };
}
