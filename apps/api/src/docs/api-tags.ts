/** The groups of the API documentation: one for each surface. */
export const apiTags = {
  account: 'Account',
  admin: 'Admin',
  anthropic: 'Anthropic',
  keyHolder: 'Key holder',
  native: 'Native',
  openai: 'OpenAI',
  operations: 'Operations',
} as const;
