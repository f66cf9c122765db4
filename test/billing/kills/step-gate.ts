import type { Socket } from 'node:net';
import type { ServerLine } from '../../setup/server-line.ts';
import type { StripeServer } from '../stripe/stripe-server.ts';

/** What is written where money is. All else that a process writes is no step of a payment. */
const money =
  /\b(?:insert into|update|delete from)\s+"?(payments|auto_top_ups|credit_grants|ledger_\w+|invoices|subscriptions)\b/i;

/**
 * Counts the steps that a process takes with money, and does not let a certain one happen: a transaction that
 * commits, a statement outside of one, and what Stripe is asked for. What Stripe answers is no step, because nobody can
 * tell whether a process died before it heard the answer or before it wrote it down.
 */
export class StepGate {
  /** The step that did not happen; whoever wanted to take it waits for ever. */
  heldAt: string | null = null;
  private left = Number.POSITIVE_INFINITY;
  private readonly written = new WeakMap<Socket, string[] | null>();

  /** The so-manieth from now on; all that were held before stay so. */
  holdAt(step: number): void {
    this.left = step;
    this.heldAt = null;
  }

  guardStripe(stripe: StripeServer): void {
    stripe.watch((step) => this.passes(step));
  }

  guardPostgres(line: ServerLine): void {
    line.watch((chunk, client) => this.hear(chunk.toString('latin1'), client));
  }

  private hear(said: string, client: Socket): boolean {
    const tables = this.written.get(client) ?? null;
    if (said.includes('START TRANSACTION\0')) this.written.set(client, []);
    if (said.includes('ROLLBACK\0')) this.written.set(client, null);
    const table = money.exec(said)?.[1];
    if (table !== undefined) {
      if (tables === null) return this.passes(`${table} is written`);
      tables.push(table);
    }
    if (!said.includes('COMMIT\0')) return true;
    this.written.set(client, null);
    return tables === null || tables.length === 0 || this.passes(`commit of ${tables.join(', ')}`);
  }

  private passes(step: string): boolean {
    this.left -= 1;
    if (this.left !== 0) return true;
    this.heldAt = step;
    return false;
  }
}
