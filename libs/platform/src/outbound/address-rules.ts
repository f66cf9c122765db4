import { BlockList, isIP } from 'node:net';

type Subnet = readonly [network: string, bits: number];

/** Networks of one's own. Called only where the operator allows it, for an upstream in the same data centre, say. */
const privateV4: Subnet[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
];

/** Never called: link-local (cloud metadata lives there), multicast, reserved, documentation, relays. */
const forbiddenV4: Subnet[] = [
  ['0.0.0.0', 8],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const privateV6: Subnet[] = [
  ['::1', 128],
  ['fc00::', 7],
];

/** Within what is otherwise callable: metadata services, protocol assignments with Teredo, documentation, 6to4. */
const forbiddenV6: Subnet[] = [
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

/** IPv6 that carries an IPv4 address in its last 32 bits: mapped, and NAT64. The address inside is what counts. */
const carriersOfV4 = ['::ffff:', '64:ff9b::'];

/** Of IPv6 only what is in use as global unicast, and the carriers, can be called; the rest is refused unlisted. */
const globalV6: Subnet[] = [['2000::', 3], ...carriersOfV4.map((prefix): Subnet => [`${prefix}0.0.0.0`, 96])];

const privateNetworks = blockList(privateV4, privateV6);
const forbiddenNetworks = blockList(forbiddenV4, forbiddenV6);
const callableV6 = blockList([], [...globalV6, ...privateV6]);

/** Whether the server may connect to an address. What is no plain address (a zone index included) is refused. */
export function mayConnectTo(address: string, allowPrivate: boolean): boolean {
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  if (forbiddenNetworks.check(address, kind)) return false;
  if (family === 6 && !callableV6.check(address, kind)) return false;
  return allowPrivate || !privateNetworks.check(address, kind);
}

function blockList(v4: readonly Subnet[], v6: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of v4) {
    list.addSubnet(network, bits, 'ipv4');
    for (const prefix of carriersOfV4) list.addSubnet(prefix + network, bits + 96, 'ipv6');
  }
  for (const [network, bits] of v6) list.addSubnet(network, bits, 'ipv6');
  return list;
}
