import { isIP } from 'node:net';

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const groups = 8;
const groupsOfNetwork = 4;

/**
 * Whom an address belongs to, as far as one can tell: of IPv6 everybody is given a /64 at least, and with it more
 * addresses than anybody could count, so that counting them one by one would stop nobody.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  const [, inside] = mapped.exec(plain) ?? [];
  if (inside !== undefined) return inside;
  if (isIP(plain) !== 6) return address;
  const { hostname } = new URL(`http://[${plain}]/`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const [first, last] = [partsOf(head), partsOf(tail ?? '')];
  const zeros = Array.from({ length: groups - first.length - last.length }, () => '0');
  return `${[...first, ...zeros, ...last].slice(0, groupsOfNetwork).join(':')}::/64`;
}

function partsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}
