import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StripeBooks, StripeError } from './stripe-books.ts';

type Form = Record<string, string>;

interface Kept {
  readonly status: number;
  readonly body: string;
}

/**
 * A Stripe of our own: keeps customers, pages, intents, refunds and events, honours idempotency keys, and can fall
 * silent before or after it has done what it was asked to.
 */
export class StripeServer {
  readonly books: StripeBooks;
  /** `POST /v1/payment_intents` and the like, in their order. */
  readonly asked: string[] = [];
  private silence: { readonly path: RegExp; readonly when: 'before' | 'after' } | null = null;
  private watcher: ((step: string) => boolean) | null = null;
  private readonly answered = new Map<string, Promise<Kept>>();
  private readonly server: Server;
  hasFallenSilent = false;

  private constructor(livemode: boolean) {
    this.books = new StripeBooks(livemode);
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  static async open({ livemode = false } = {}): Promise<StripeServer> {
    const stripe = new StripeServer(livemode);
    await new Promise<void>((resolve) => {
      stripe.server.listen(0, '127.0.0.1', () => resolve());
    });
    return stripe;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on nobody who asks for this gets an answer. */
  fallSilent(path: RegExp, when: 'before' | 'after'): void {
    this.silence = { path, when };
    this.hasFallenSilent = false;
  }

  /** Asked before something is changed here; where it says no, nothing is, and whoever asked gets no answer. */
  watch(passes: (step: string) => boolean): void {
    this.watcher = passes;
  }

  speakAgain(): void {
    this.silence = null;
  }

  /** As Stripe does with the keys of yesterday. */
  forgetKeys(): void {
    this.answered.clear();
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stripe');
    const form = Object.fromEntries(new URLSearchParams(await textOf(request)));
    const query = Object.fromEntries(url.searchParams);
    const name = `${request.method} ${url.pathname}`;
    this.asked.push(name);
    const isSilent = this.silence?.path.test(name) ?? false;
    if (isSilent && this.silence?.when === 'before') return this.beSilent();
    if (request.method === 'POST' && this.watcher?.(name) === false) return;
    const key = request.headers['idempotency-key'];
    const kept = await this.once(
      typeof key === 'string' ? `${name} ${key}` : null,
      JSON.stringify(form),
      () => this.answer(name, { ...query, ...form }),
    );
    if (isSilent) return this.beSilent();
    response.writeHead(kept.status, { 'content-type': 'application/json' }).end(kept.body);
  }

  private beSilent(): void {
    this.hasFallenSilent = true;
  }

  /** The same key with the same parameters is answered as the first time; with others it is an error. */
  private async once(key: string | null, parameters: string, work: () => Kept): Promise<Kept> {
    if (key === null) return work();
    const slot = `${key} ${parameters}`;
    const isOther = [...this.answered.keys()].some((one) => one.startsWith(`${key} `) && one !== slot);
    if (isOther) return failure(400, { type: 'idempotency_error', message: 'Other parameters' });
    const before = this.answered.get(slot) ?? Promise.resolve(work());
    this.answered.set(slot, before);
    return before;
  }

  private answer(name: string, form: Form): Kept {
    try {
      return { status: 200, body: JSON.stringify(this.route(name, form)) };
    } catch (error) {
      if (error instanceof StripeError) return failure(error.status, error.body);
      throw error;
    }
  }

  private route(name: string, form: Form): unknown {
    const { books } = this;
    const [, id = '', action = ''] =
      /^\w+ \/v1\/[\w/]*?((?:pi|cs|pm|seti|cus)_\w+)(?:\/(\w+))?$/.exec(name) ?? [];
    const things: Record<string, () => unknown> = {
      'POST /v1/customers': () => books.newCustomer(form),
      'POST /v1/checkout/sessions': () => books.newSession(form),
      'POST /v1/payment_intents': () => books.newIntent(form),
      'POST /v1/refunds': () => books.newRefund(form),
      'GET /v1/payment_intents': () => books.listIntents(form),
      'GET /v1/refunds': () => books.list([...books.refunds.values()]),
      'GET /v1/events': () => books.listEvents(form),
    };
    const actions: Record<string, () => unknown> = {
      confirm: () => books.askPayer(id, form),
      cancel: () => books.cancel(id),
      expire: () => books.expire(id),
      detach: () => books.detach(id),
    };
    const read = form['expand[0]'] === 'latest_charge' ? () => books.getWithCharge(id) : () => books.get(id);
    const work = things[name] ?? actions[action] ?? (name.startsWith('GET ') ? read : null);
    if (work) return work();
    throw new StripeError(404, { type: 'invalid_request_error', message: `Unrecognized request: ${name}` });
  }
}

function failure(status: number, error: object): Kept {
  return { status, body: JSON.stringify({ error }) };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}
