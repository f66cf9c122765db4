import { read, secretSetting } from './setting.js';

/** Only names of our own: a key that lies about in the environment for another program is never picked up. */
function providerKey(name: string, provider: string) {
  return secretSetting(
    `ONEGATE_${name}_API_KEY`,
    read.text.optional(),
    `Key for ${provider}. Setup makes a provider account of it; at a later setup the account follows the variable, and is out of use once that is gone.`,
  );
}

export const providerKeySettings = {
  openai: providerKey('OPENAI', 'OpenAI'),
  anthropic: providerKey('ANTHROPIC', 'Anthropic'),
  google: providerKey('GEMINI', 'Google Gemini'),
  openrouter: providerKey('OPENROUTER', 'OpenRouter'),
  mistral: providerKey('MISTRAL', 'Mistral'),
  deepseek: providerKey('DEEPSEEK', 'DeepSeek'),
  xai: providerKey('XAI', 'xAI'),
  groq: providerKey('GROQ', 'Groq'),
  cohere: providerKey('COHERE', 'Cohere'),
  together: providerKey('TOGETHER', 'Together AI'),
  fireworks: providerKey('FIREWORKS', 'Fireworks AI'),
} as const;
