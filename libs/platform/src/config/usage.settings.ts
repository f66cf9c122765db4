import { z } from 'zod';
import { usd } from '../money/nano-usd.js';
import { read, setting } from './setting.js';

const dollars = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,9})?$/, 'must be an amount in dollars, such as 0.10')
  .transform((text) => usd(text));

/** Budgets and quotas of a month in any time zone are counted from events at their ends. */
const shortestKept = 2;
const keptRule = `must be 0 or at least ${shortestKept}`;

export const usageSettings = {
  markupBps: setting(
    'ONEGATE_MARKUP_BPS',
    read.count.default(0),
    'What is added to the prices of providers, in hundredths of a percent, where the model says nothing else.',
  ),
  minimumBalance: setting(
    'ONEGATE_MINIMUM_BALANCE_USD',
    dollars.default(usd('0.10')),
    'Dollars that an account must have left for a call that costs something.',
  ),
  defaultOutputTokens: setting(
    'ONEGATE_DEFAULT_OUTPUT_TOKENS',
    read.count.default(8_192),
    'Longest answer, in tokens, where neither the call nor the model says how long it may be.',
  ),
  timeZone: setting(
    'ONEGATE_QUOTA_TIME_ZONE',
    read.text.refine(isTimeZone, 'must be a time zone such as Europe/Athens').default('UTC'),
    'Time zone in which the days, weeks and months of quotas and budgets begin.',
  ),
  cutOff: setting(
    'ONEGATE_CUT_OFF_STREAMS',
    read.flag.default(true),
    'Whether a stream that has used up the money held for it is ended with a proper finish reason.',
  ),
  redisPatienceMillis: setting(
    'ONEGATE_ADMISSION_PATIENCE_MS',
    read.count.default(1_000),
    'How long a call waits for Redis before it is refused or served against the local allowance.',
  ),
  localAllowance: setting(
    'ONEGATE_LOCAL_ALLOWANCE_USD',
    dollars.default(0n),
    'Dollars that each process may serve calls for while Redis is out of reach; settled once it is back. 0 refuses them.',
  ),
  longestCallSeconds: setting(
    'ONEGATE_HOLD_SECONDS',
    read.seconds.default(7_200),
    'After this long the money held for a call is free again, even if its process lives.',
  ),
  receipts: setting(
    'ONEGATE_RECEIPTS',
    read.flag.default(true),
    'Whether whole answers carry a signed receipt of what they cost. It can be asked for afterwards in any case.',
  ),
  eventMonths: setting(
    'ONEGATE_USAGE_EVENT_MONTHS',
    read.count.refine((months) => months === 0 || months >= shortestKept, keptRule).default(0),
    'For how many whole months single usage events are kept; statistics, statements and invoices stay. 0 keeps them for ever.',
  ),
  leaseSeconds: setting(
    'ONEGATE_LEASE_SECONDS',
    read.seconds.min(1).default(15),
    'After how long without a sign of life a process counts as dead: the money that it held is free again, and others finish what it left half done. How long is waited for what may have got lost follows from it.',
  ),
  journalSync: setting(
    'ONEGATE_JOURNAL_SYNC',
    z.enum(['always', 'interval', 'never']).default('interval'),
    'When charges in the journal are forced onto the disk: before a call is settled, five times a second, or when the system likes. They survive the end of a process in any case; this is about loss of power.',
  ),
  waitingEvents: setting(
    'ONEGATE_WAITING_EVENTS',
    read.count.min(1).default(1_000_000),
    'Most usage events that wait in Redis for Postgres, of about a kilobyte each. What comes then stays in the journals until there is room.',
  ),
  journalMegabytes: setting(
    'ONEGATE_JOURNAL_MB',
    read.count.default(512),
    'Most that journals take on disk in a process. When they are full, calls are refused until Postgres has caught up.',
  ),
} as const;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
