const longest = 600;

/** What a provider's complaint may hold that is nobody's business: addresses, keys, names of accounts and projects. */
const secrets: readonly RegExp[] = [
  /\bhttps?:\/\/\S+/gi,
  /\b[\w.-]+\.(?:googleapis|amazonaws|azure|openai|anthropic)\.com\S*/gi,
  /\b(?:sk|pk|rk|gsk|xai|key|fw|sess)[-_][\w*.-]{4,}/gi,
  /\b(?:AIza|ya29\.|AKIA|ASIA|eyJ)[\w.-]{6,}/g,
  /\barn:aws[\w:/.-]+/gi,
  /\b(?:org|proj|project|acct|req|request)[-_/][\w-]{6,}/gi,
  /\bprojects\/[\w:.-]+/gi,
  /[\w.+-]+@[\w-]+\.[\w.]+/g,
  /\b[\w-]{40,}\b/g,
];

/** A provider's words to a client of ours: they tell what is wrong with the request, and nothing of our accounts. */
export function publicWords(message: string): string {
  const clean = secrets.reduce((text, secret) => text.replace(secret, '[hidden]'), message.slice(0, 2_000));
  const short = clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
  return short.trim() === '' ? 'The provider refused the request.' : short;
}
