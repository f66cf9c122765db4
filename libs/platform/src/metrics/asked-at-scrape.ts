import type { Gauge } from 'prom-client';

const patienceMillis = 3_000;

/**
 * A `collect` that asks Redis or Postgres at every scrape. What cannot be had in time is left out, and the other figures
 * still come: it is just then that they are wanted.
 */
export function askedAtScrape<Label extends string>(ask: (gauge: Gauge<Label>) => Promise<void>) {
  return async function collect(this: Gauge<Label>): Promise<void> {
    const signal = AbortSignal.timeout(patienceMillis);
    const late = new Promise<'late'>((resolve) => {
      signal.addEventListener('abort', () => resolve('late'), { once: true });
    });
    const asked = ask(this).then(
      () => 'told' as const,
      () => 'failed' as const,
    );
    if ((await Promise.race([asked, late])) === 'told') return;
    // What was told at the last scrape would be taken for what is so now; and so would the zero that a reset leaves.
    this.reset();
    this.remove({});
  };
}
