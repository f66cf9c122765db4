import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { IsNull } from 'typeorm';
import { baseUrlOf } from '../upstream-accounts/base-url.js';
import { factsOf } from '../upstream-accounts/provider-kinds.js';
import { UpstreamAccount } from '../upstream-accounts/upstream-account.entity.js';
import { AccountInquiry } from './account-inquiry.service.js';
import { CapacityNotes } from './capacity-notes.js';
import { LimitProbe } from './limit-probe.service.js';

/** Asks providers how much of an account is left. */
@Injectable()
export class CapacityProbe {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly inquiry: AccountInquiry,
    private readonly limits: LimitProbe,
    private readonly notes: CapacityNotes,
  ) {}

  /** By all means there are, a call of one token included: many providers tell their limits with an answer only. */
  async refresh(accountId: number): Promise<void> {
    const account = await this.database
      .of(UpstreamAccount)
      .findOneBy({ id: accountId, isEnabled: true, isProvided: true, deletedAt: IsNull() });
    if (!account) return;
    const asked = await this.inquiry.ask(account);
    const code = asked.code === 'ok' ? await this.limits.probe(account) : asked.code;
    await this.notes.keep(accountId, { ...asked, code, at: this.clock.now().getTime() });
  }

  /** Of every account whose provider tells it for nothing. */
  async refreshAll(): Promise<number> {
    const accounts = await this.database
      .of(UpstreamAccount)
      .findBy({ isEnabled: true, isProvided: true, deletedAt: IsNull() });
    const telling = accounts.filter((one) => factsOf(one.kind).money && baseUrlOf(one) !== null);
    for (const account of telling) {
      const asked = await this.inquiry.ask(account);
      await this.notes.keep(account.id, { ...asked, at: this.clock.now().getTime() });
    }
    return telling.length;
  }
}
