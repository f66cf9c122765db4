import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { day } from '../check-times.js';
import type { OpenedPage } from '../providers/payment-provider.js';
import { decision, SandboxBank } from './sandbox-bank.service.js';
import { declined, type SandboxCard } from './sandbox-cards.js';
import { SandboxEvents } from './sandbox-events.service.js';
import { methodFact, sessionFact } from './sandbox-facts.js';
import { SandboxMemory, type Remembered } from './sandbox-memory.service.js';
import type { SandboxSession } from './sandbox-things.js';

export interface GivenCard {
  readonly card: SandboxCard;
  readonly expMonth: number;
  readonly expYear: number;
}

/** Where the payer goes on, or what is wrong. */
export type PageResult = { readonly goTo: string } | { readonly complaint: string };

const over: PageResult = { complaint: 'This page has been used already, or its time is over.' };

/** What happens on the hosted pages of the sandbox. */
@Injectable()
export class SandboxPages {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly memory: SandboxMemory,
    private readonly bank: SandboxBank,
    private readonly events: SandboxEvents,
  ) {}

  async open(
    key: string,
    wanted: Omit<SandboxSession, 'status' | 'made'>,
    base: string,
  ): Promise<OpenedPage> {
    const { id } = await this.memory.make('session', key, { ...wanted, status: 'open', made: null });
    return { session: id, url: `${base}/sandbox/${wanted.mode === 'payment' ? 'checkout' : 'setup'}/${id}` };
  }

  /** As it is now; one that nobody used in its time is over. */
  read(id: string): Promise<Remembered<'session'> | null> {
    return this.database.transaction(async () => {
      const session = await this.memory.read('session', id);
      if (!session || session.body.status !== 'open') return session;
      const isLate = session.createdAt.getTime() + day < this.clock.now().getTime();
      return isLate ? this.expire(session) : session;
    });
  }

  close(id: string): Promise<void> {
    return this.database.transaction(async () => {
      const session = await this.memory.read('session', id);
      if (session?.body.status === 'open') await this.expire(session);
    });
  }

  pay(id: string, { card }: GivenCard): Promise<PageResult> {
    return this.database.transaction(async () => {
      const session = await this.read(id);
      if (session?.body.status !== 'open' || session.body.amountCents === null) return over;
      const { customer, currency, about, amountCents, ownId, successUrl } = session.body;
      const { status, failure } = decision(card);
      const wanted = { customer, currency, about, amountCents, paymentId: ownId, session: id, card, failure };
      if (status === 'succeeded') await this.complete(session, null);
      const fact = await this.bank.charge(null, { ...wanted, status, returnUrl: successUrl });
      if (failure) return { complaint: declined.message };
      return { goTo: fact.actionUrl ?? successUrl };
    });
  }

  saveCard(id: string, { card, expMonth, expYear }: GivenCard): Promise<PageResult> {
    return this.database.transaction(async () => {
      const session = await this.read(id);
      if (session?.body.status !== 'open' || session.body.mode !== 'setup') return over;
      if (card === 'declines') return { complaint: declined.message };
      const { customer, successUrl } = session.body;
      const made = await this.memory.make('method', null, {
        customer,
        card,
        expMonth,
        expYear,
        isRemoved: false,
      });
      await this.complete(session, made.id);
      await this.events.tell('method.attached', [methodFact(made.id, made.body, id)]);
      return { goTo: successUrl };
    });
  }

  /** The payer's answer on the page of his bank, and where it leads him. */
  confirm(chargeId: string, isConfirmed: boolean): Promise<PageResult> {
    return this.database.transaction(async () => {
      const asked = await this.memory.read('charge', chargeId);
      const page = asked?.body.session ? await this.read(asked.body.session) : null;
      if (page && page.body.status !== 'open') return over;
      const charge = await this.bank.answer(chargeId, isConfirmed);
      if (!charge) return over;
      if (page && !isConfirmed) return { goTo: this.bank.checkoutUrl(page.id) };
      if (page) await this.complete(page, chargeId);
      return { goTo: charge.body.returnUrl };
    });
  }

  readCharge(id: string): Promise<Remembered<'charge'> | null> {
    return this.database.transaction(() => this.memory.read('charge', id));
  }

  private complete({ id, body }: Remembered<'session'>, made: string | null): Promise<void> {
    return this.memory.write<'session'>(id, { ...body, status: 'complete', made });
  }

  private async expire(session: Remembered<'session'>): Promise<Remembered<'session'>> {
    const body: SandboxSession = { ...session.body, status: 'expired' };
    await this.memory.write<'session'>(session.id, body);
    const news =
      body.mode === 'payment'
        ? sessionFact(session.id, body)
        : { about: 'setup_expired' as const, session: session.id };
    await this.events.tell('page.expired', [news]);
    return { ...session, body };
  }
}
