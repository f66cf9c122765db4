import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, Database, type Configuration } from '@onegate/platform';
import { publicAddress } from '../addresses.js';
import type { PaymentFact, ReversalFact } from '../providers/provider-facts.js';
import { declined, detached, unconfirmed } from './sandbox-cards.js';
import { SandboxEvents } from './sandbox-events.service.js';
import { chargeFact, reversalFact } from './sandbox-facts.js';
import { SandboxMemory, type Remembered } from './sandbox-memory.service.js';
import type { SandboxCharge, SandboxReversal } from './sandbox-things.js';

export type WantedCharge = Omit<SandboxCharge, 'status' | 'failure' | 'card'> & { readonly method: string };

const disputeDelayMillis = 2_000;

/** Takes play money from test cards, and gives it back. */
@Injectable()
export class SandboxBank {
  constructor(
    private readonly database: Database,
    private readonly memory: SandboxMemory,
    private readonly events: SandboxEvents,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  /** With a card that was left; the same key again is the same charge. */
  chargeMethod(key: string, { method, ...wanted }: WantedCharge): Promise<PaymentFact> {
    return this.database.transaction(async () => {
      const known = await this.memory.read('method', method);
      const card = known?.body.card ?? 'declines';
      if (!known || known.body.isRemoved)
        return this.charge(key, { ...wanted, card, status: 'failed', failure: detached });
      return this.charge(key, { ...wanted, ...decision(card), card });
    });
  }

  async charge(key: string | null, wanted: SandboxCharge): Promise<PaymentFact> {
    const charge = await this.memory.make('charge', key, wanted);
    if (charge.isNew) await this.tell(charge);
    return this.factOf(charge);
  }

  /** The payer's answer to his bank. `null` where there is nothing (more) to answer. */
  answer(id: string, isConfirmed: boolean): Promise<Remembered<'charge'> | null> {
    return this.database.transaction(async () => {
      const charge = await this.memory.read('charge', id);
      if (charge?.body.status !== 'requires_action') return null;
      const body: SandboxCharge = isConfirmed
        ? { ...charge.body, status: 'succeeded' }
        : { ...charge.body, status: 'failed', failure: unconfirmed };
      await this.memory.write(id, body);
      const answered = { ...charge, body };
      await this.tell(answered);
      return answered;
    });
  }

  refund(key: string, wanted: Omit<SandboxReversal, 'status'>): Promise<ReversalFact> {
    return this.reverse(key, { ...wanted, status: 'final' }, 0);
  }

  /** What a dispute comes to: won gives the money back to us. */
  decideDispute(id: string, isWon: boolean): Promise<void> {
    return this.database.transaction(async () => {
      const dispute = await this.memory.read('reversal', id);
      if (dispute?.body.status !== 'standing') return;
      const body: SandboxReversal = { ...dispute.body, status: isWon ? 'returned' : 'final' };
      await this.memory.write(id, body);
      await this.events.tell(`dispute.${isWon ? 'won' : 'lost'}`, [reversalFact(id, body)]);
    });
  }

  factOf({ id, body }: Remembered<'charge'>): PaymentFact {
    return chargeFact(id, body, this.confirmUrl(id));
  }

  confirmUrl(chargeId: string): string {
    return `${publicAddress(this.config.http)}/sandbox/confirm/${chargeId}`;
  }

  checkoutUrl(sessionId: string): string {
    return `${publicAddress(this.config.http)}/sandbox/checkout/${sessionId}`;
  }

  private async tell(charge: Remembered<'charge'>): Promise<void> {
    const { status, card } = charge.body;
    await this.events.tell(`payment.${status}`, [this.factOf(charge)]);
    if (status === 'succeeded' && card === 'disputes') await this.dispute(charge);
  }

  private async dispute({ id, body }: Remembered<'charge'>): Promise<void> {
    const { paymentId, amountCents, currency } = body;
    const wanted = { charge: id, paymentId, reversalId: null, amountCents, currency };
    await this.reverse(
      `${id}:dispute`,
      { ...wanted, kind: 'chargeback', status: 'standing' },
      disputeDelayMillis,
    );
  }

  private reverse(key: string, wanted: SandboxReversal, delayMillis: number): Promise<ReversalFact> {
    return this.database.transaction(async () => {
      const reversal = await this.memory.make('reversal', key, wanted);
      const fact = reversalFact(reversal.id, reversal.body);
      if (reversal.isNew) await this.events.tell(`${wanted.kind}.created`, [fact], delayMillis);
      return fact;
    });
  }
}

/** What the bank says to a test card at first. */
export function decision(card: SandboxCharge['card']): Pick<SandboxCharge, 'status' | 'failure'> {
  if (card === 'declines' || card === 'declines_later') return { status: 'failed', failure: declined };
  return { status: card === 'confirms' ? 'requires_action' : 'succeeded', failure: null };
}
