import { Injectable } from '@nestjs/common';
import { accountOfTag, Ledger, type AccountTag } from '@onegate/billing';
import { Clock, Database } from '@onegate/platform';
import { correctionOf, type Correction } from './rerated-event.js';
import { ReratedEvents } from './rerated-events.service.js';
import { ReratingAccount } from './rerating-account.entity.js';
import { Rerating } from './rerating.entity.js';
import { reratingUnknown } from './rerating.errors.js';

interface Estimate {
  calls: number;
  change: bigint;
}

const saveEstimates = `insert into rerating_accounts (rerating_id, account, estimated_calls, estimated_nano)
  select $2, r.account, r.calls, r.change
  from jsonb_to_recordset($1::jsonb) as r (account text, calls integer, change bigint)
  on conflict (rerating_id, account) do update
    set estimated_calls = excluded.estimated_calls, estimated_nano = excluded.estimated_nano`;

/** Carries a re-rating out, as far as it has been asked for. Killed in the middle, it goes on where it was. */
@Injectable()
export class ReratingWork {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: ReratedEvents,
    private readonly ledger: Ledger,
  ) {}

  async carryOut(publicId: string, isLast: boolean): Promise<Rerating> {
    const rerating = await this.read(publicId);
    try {
      if (rerating.state === 'estimating') await this.estimate(rerating);
      if (rerating.state === 'running') await this.correctAll(rerating);
    } catch (error) {
      if (isLast)
        await this.database.of(Rerating).update({ publicId }, { state: 'failed', error: String(error) });
      throw error;
    }
    return this.read(publicId);
  }

  /** Only counts. */
  private async estimate(rerating: Rerating): Promise<void> {
    const estimates = new Map<AccountTag, Estimate>();
    let cursor = '';
    for (;;) {
      const events = await this.events.after(cursor, rerating);
      const last = events.at(-1);
      if (!last) break;
      for (const correction of events.flatMap((event) => correctionOf(event, rerating)))
        add(estimates, correction);
      cursor = last.id;
    }
    const rows = [...estimates].map(([account, { calls, change }]) => ({
      account,
      calls,
      change: String(change),
    }));
    await this.database.transaction(async () => {
      await this.database.query(saveEstimates, [JSON.stringify(rows), rerating.id]);
      await this.database
        .of(Rerating)
        .update({ id: rerating.id, state: 'estimating' }, { state: 'estimated' });
    });
  }

  private async correctAll({ id, publicId }: Rerating): Promise<void> {
    while (await this.correctSome(publicId));
    for (const account of await this.withoutNote(id)) await this.note(publicId, account);
    await this.database
      .of(Rerating)
      .update({ id, state: 'running' }, { state: 'completed', error: null, finishedAt: this.clock.now() });
  }

  /** One at a time over all processes: two that correct the same call would each take what was charged for the truth. */
  private correctSome(publicId: string): Promise<boolean> {
    return this.database.exclusively('re-rating', async () => {
      const rerating = await this.read(publicId);
      const events = await this.events.after(rerating.cursor, rerating);
      const last = events.at(-1);
      if (!last || rerating.state !== 'running') return false;
      const corrections = events.flatMap((event) => correctionOf(event, rerating));
      await this.events.correct(rerating.id, corrections);
      await this.database.of(Rerating).update({ id: rerating.id }, { cursor: last.id });
      return true;
    });
  }

  private async withoutNote(reratingId: number): Promise<ReratingAccount[]> {
    const accounts = await this.database
      .of(ReratingAccount)
      .find({ where: { reratingId }, order: { account: 'asc' } });
    return accounts.filter(({ noteReference, changeNano }) => noteReference === null && changeNano !== 0n);
  }

  /** One line on the statement of each account. The same reference again changes nothing. */
  private async note(
    publicId: string,
    { reratingId, account, changeNano, calls }: ReratingAccount,
  ): Promise<void> {
    const { modelSlug, reason, requestedBy } = await this.read(publicId);
    const order = {
      account: accountOfTag(account),
      reference: `rerating:${publicId}:${account}`,
      about: `Correction of ${calls} calls of ${modelSlug}: ${reason}`,
      actorUserId: requestedBy,
    };
    await this.database.transaction(async () => {
      if (changeNano < 0n)
        await this.ledger.grantCredit({ ...order, kind: 'credit_note', amount: -changeNano });
      else await this.ledger.withdrawCredit({ ...order, kind: 'debit_note', amount: changeNano });
      await this.database
        .of(ReratingAccount)
        .update({ reratingId, account }, { noteReference: order.reference });
    });
  }

  private async read(publicId: string): Promise<Rerating> {
    const rerating = await this.database.of(Rerating).findOneBy({ publicId });
    if (!rerating) throw reratingUnknown();
    return rerating;
  }
}

function add(estimates: Map<AccountTag, Estimate>, { account, change }: Correction): void {
  const estimate = estimates.get(account) ?? { calls: 0, change: 0n };
  estimates.set(account, { calls: estimate.calls + 1, change: estimate.change + change });
}
