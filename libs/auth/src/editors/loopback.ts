const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Codes go to a program on the same machine and nowhere else. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  const isPlain = username === '' && password === '' && hash === '';
  return protocol === 'http:' && loopbackHosts.has(hostname) && isPlain;
}
