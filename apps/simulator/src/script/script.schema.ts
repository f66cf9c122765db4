import { z } from 'zod';

const count = z
  .string()
  .regex(/^\d{1,9}$/u, 'expects a whole number')
  .transform(Number);
const decimal = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,12})?$/u, 'expects a decimal number')
  .transform(Number);
const flag = z.literal('on', 'takes no value').transform(() => true);
const afterEvents = z.union([z.literal('on'), count]).transform((value) => (value === 'on' ? 0 : value));
const failure = z
  .string()
  .regex(/^[45]\d\d(@(before|\d{1,9}))?$/u, 'expects a status such as 503, 503@before or 503@4')
  .transform((text) => {
    const [status, place = 'before'] = text.split('@');
    return { status: Number(status), after: place === 'before' ? 0 : Number(place) };
  });
const sizes = z
  .string()
  .regex(/^[1-9]\d{0,8}(:[1-9]\d{0,8})*$/u, 'expects sizes in bytes such as 7 or 3:1:40')
  .transform((text) => text.split(':').map(Number));

/**
 * How one request is to be answered. The README beside the app explains each key; a key left out means the ordinary thing.
 * Times are in milliseconds unless the README says otherwise.
 */
export const scriptSchema = z
  .strictObject({
    latency: count,
    ttft: count,
    tps: decimal.refine((rate) => rate > 0, 'expects more than zero'),
    gap: count,
    out: count,
    reasoning: count,
    thoughts: flag,
    tools: count.refine((calls) => calls <= 32, 'expects at most 32'),
    in: count,
    cached: count,
    cachewrite: count,
    cost: decimal,
    usage: z.enum(['missing', 'twice', 'every', 'finish']),
    fail: failure,
    retry: decimal,
    hang: afterEvents,
    cut: afterEvents,
    first: count,
    chunk: sizes,
    crlf: flag,
    comments: flag,
    nodone: flag,
    huge: count,
    limits: z.enum(['on', 'off']),
    remaining: count,
    remaining_tokens: count,
    reset: decimal,
    replay: z.string().min(1),
    tag: z.string().regex(/^[\w-]{1,64}$/u, 'expects a short word'),
  })
  .partial();

export type Script = Readonly<z.infer<typeof scriptSchema>>;
