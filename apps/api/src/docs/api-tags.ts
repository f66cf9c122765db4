/** The groups of the API documentation: one for each surface. */
export const apiTags = {
  admin: 'Admin',
  anthropic: 'Anthropic',
  openai: 'OpenAI',
} as const;
