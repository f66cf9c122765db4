import { Injectable } from '@nestjs/common';
import { Database } from '@onegate/platform';
import type { OpenedPage } from '../providers/payment-provider.js';
import type { PaymentFact, ProviderEvent, ProviderNews, ReversalFact } from '../providers/provider-facts.js';
import type { Payment } from '../records/payment.entity.js';
import { SandboxBank, type WantedCharge } from './sandbox-bank.service.js';
import { SandboxEvents } from './sandbox-events.service.js';
import { methodFact, sessionFact } from './sandbox-facts.js';
import { SandboxMemory } from './sandbox-memory.service.js';
import { SandboxPages } from './sandbox-pages.service.js';
import type { SandboxReversal, SandboxSession } from './sandbox-things.js';

/** Where our own side speaks with the sandbox; each call is a transaction of the sandbox's own. */
@Injectable()
export class SandboxCounter {
  constructor(
    private readonly database: Database,
    private readonly memory: SandboxMemory,
    private readonly bank: SandboxBank,
    private readonly pages: SandboxPages,
    private readonly events: SandboxEvents,
  ) {}

  async customer(account: string): Promise<string> {
    return (await this.memory.make('customer', `customer:${account}`, { account })).id;
  }

  open(key: string, wanted: Omit<SandboxSession, 'status' | 'made'>, base: string): Promise<OpenedPage> {
    return this.pages.open(key, wanted, base);
  }

  charge(key: string, wanted: WantedCharge): Promise<PaymentFact> {
    return this.bank.chargeMethod(key, wanted);
  }

  refund(key: string, wanted: Omit<SandboxReversal, 'status'>): Promise<ReversalFact> {
    return this.bank.refund(key, wanted);
  }

  async find({ publicId, session }: Payment): Promise<PaymentFact | null> {
    const page = session ? await this.pages.read(session) : null;
    const status = page ? { status: 'succeeded' as const } : {};
    const charge = await this.memory.find('charge', { paymentId: publicId, ...status });
    if (charge) return this.bank.factOf(charge);
    return page ? sessionFact(page.id, page.body) : null;
  }

  async close({ publicId, session }: Payment): Promise<void> {
    if (session) return this.pages.close(session);
    const charge = await this.memory.find('charge', { paymentId: publicId });
    if (charge) await this.bank.answer(charge.id, false);
  }

  async setupNews(session: string): Promise<readonly ProviderNews[]> {
    const page = await this.pages.read(session);
    if (page?.body.status === 'expired') return [{ about: 'setup_expired', session }];
    const made = page?.body.made;
    const method = made ? await this.database.transaction(() => this.memory.read('method', made)) : null;
    return method ? [methodFact(method.id, method.body, session)] : [];
  }

  removeMethod(reference: string): Promise<void> {
    return this.database.transaction(async () => {
      const method = await this.memory.read('method', reference);
      if (!method || method.body.isRemoved) return;
      const body = { ...method.body, isRemoved: true };
      await this.memory.write<'method'>(reference, body);
      await this.events.tell('method.detached', [methodFact(reference, body, null)]);
    });
  }

  eventsSince(moment: Date): AsyncIterable<ProviderEvent> {
    return this.events.since(moment);
  }
}
