/** What the benchmark asks. */
const question = 'What does a gateway do, in one sentence?';

export const shortCall = {
  messages: [{ role: 'user', content: question }],
  max_tokens: 64,
};

/** About a hundred kilobytes of English. */
export const longCall = {
  messages: [{ role: 'user', content: `${question} `.repeat(Math.ceil(100_000 / (question.length + 1))) }],
  max_tokens: 64,
};

export const streamedCall = { ...shortCall, max_tokens: 400, stream: true };
