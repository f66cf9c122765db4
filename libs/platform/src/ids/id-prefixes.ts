/**
 * The kinds of thing that have a public id, by the prefix of that id. One table for the whole product, so that no two
 * kinds share a prefix and a lost id in a log says what it is. A new kind is a new line here.
 */
export const idPrefixes = {
  usr: 'user',
  org: 'organization (tenant)',
  mem: 'membership',
  inv: 'invite',
  dir: 'directory',
  sus: 'service user',
  ses: 'session',
  key: 'API key',
  pla: 'plan',
  plv: 'version of a plan',
  sub: 'subscription',
  iph: 'entry in the history of a subscription',
  ivc: 'invoice',
  wal: 'wallet',
  txn: 'ledger transaction',
  grt: 'credit grant',
  pro: 'promotion',
  red: 'redemption of a promotion',
  atu: 'automatic top-up',
  alr: 'alert rule',
  aln: 'notice of an alert',
  whk: 'webhook endpoint',
  whd: 'webhook delivery',
  pay: 'payment',
  pmt: 'payment method',
  rev: 'reversal of a payment',
  chk: 'checkout',
  mdl: 'model',
  prv: 'price version',
  upa: 'upstream account',
  evt: 'usage event',
  hld: 'hold',
  run: 'run of a job',
  req: 'request',
  resp: 'stored response',
  conv: 'conversation',
  msg: 'message',
} as const;

export type IdPrefix = keyof typeof idPrefixes;

export function isIdPrefix(text: string): text is IdPrefix {
  return Object.hasOwn(idPrefixes, text);
}
