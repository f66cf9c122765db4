import type { SealMaker } from '../neutral/hints.js';

/** OpenRouter's names for whose thoughts they are; clients send them back with the thoughts. */
const formats: Readonly<Record<SealMaker, string>> = {
  anthropic: 'anthropic-claude-v1',
  google: 'google-gemini-v1',
  openai: 'openai-responses-v1',
  xai: 'xai-responses-v1',
  bedrock: 'amazon-bedrock-v1',
};

const nobody = 'unknown';

export function formatOf(maker: SealMaker | undefined): string {
  return maker ? formats[maker] : nobody;
}

/** There are makers whose names mean nothing here; they are named all the same. */
export function isNamed(format: string | null | undefined): boolean {
  return Boolean(format) && format !== nobody;
}

export function makerOfFormat(format: string | null | undefined): SealMaker | undefined {
  const makers = Object.keys(formats) as SealMaker[];
  return makers.find((maker) => formats[maker] === format);
}
