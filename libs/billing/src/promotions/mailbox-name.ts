/** Providers whose addresses lead to one mailbox however many dots are in them, and by more than one domain. */
const dotless = new Map([
  ['gmail.com', 'gmail.com'],
  ['googlemail.com', 'gmail.com'],
]);

/**
 * The mailbox that an address leads to, as far as one can tell by looking: `J.Doe+free@googlemail.com` is
 * `jdoe@gmail.com`. Only for comparing; mail goes to the address as it was given.
 */
export function mailboxName(email: string): string {
  const address = email.trim().toLowerCase().normalize('NFKC');
  const at = address.lastIndexOf('@');
  const [local = ''] = address.slice(0, at).split('+');
  const domain = address.slice(at + 1).replace(/\.$/, '');
  const provider = dotless.get(domain);
  return provider ? `${local.replaceAll('.', '')}@${provider}` : `${local}@${domain}`;
}
