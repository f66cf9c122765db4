import { Injectable } from '@nestjs/common';
import { Clock, Database, newId, utcDate } from '@onegate/platform';
import { In } from 'typeorm';
import { AutoTopUp } from './auto-top-up.entity.js';
import { inFlight } from './auto-top-up.flow.js';
import { AutoTopUpMails } from './auto-top-up.mails.js';
import { monthOf, verdictOn, type Standing } from './auto-top-up.rules.js';
import { AutoTopUpSettings } from './auto-top-up-settings.entity.js';

interface StandingRow {
  readonly balance: string;
  readonly used: string;
}

/** Nothing of whoever is gone. */
const standing = `select w.credits_nano - w.spent_nano as balance,
    (select coalesce(sum(u.amount_cents), 0) from auto_top_ups u
     where u.wallet_id = w.id and u.status <> 'failed' and u.ordered_at >= $2) as used
  from wallets w
  left join users o on o.id = w.user_id and o.status = 'active'
  left join tenants t on t.id = w.tenant_id and t.deleted_at is null
  where w.id = $1 and (o.id is not null or t.id is not null)`;

/** Those to look at: with too little and nothing under way, or with something under way that is not heard of. */
const toLookAt = `select s.wallet_id as id from auto_top_up_settings s join wallets w on w.id = s.wallet_id
    where s.is_enabled and (s.next_try_at is null or s.next_try_at <= $1)
      and w.credits_nano - w.spent_nano < s.threshold_cents * 10000000
  union select wallet_id from auto_top_ups
    where status in ('ordered', 'processing', 'awaiting_action') and ordered_at <= $2`;

const unheardMillis = 30_000;

/** Decides that a wallet is to be filled up, and writes it down: from then on it will be tried, whatever dies. */
@Injectable()
export class AutoTopUpOrders {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly mails: AutoTopUpMails,
  ) {}

  /** The one that is under way, or a new one where one is due. */
  async current(walletId: number): Promise<AutoTopUp | null> {
    return (await this.underWay(walletId)) ?? this.order(walletId);
  }

  async underWay(walletId: number): Promise<AutoTopUp | null> {
    return this.database.of(AutoTopUp).findOneBy({ walletId, status: In([...inFlight]) });
  }

  /** The wallets that somebody should look at. */
  async toLookAt(): Promise<number[]> {
    const now = this.clock.now();
    const unheard = new Date(now.getTime() - unheardMillis);
    const rows = await this.database.query<{ id: string }>(toLookAt, [now, unheard]);
    return rows.map(({ id }) => Number(id));
  }

  async standing(walletId: number): Promise<Standing | null> {
    const month = monthOf(this.clock.now());
    const [row] = await this.database.query<StandingRow>(standing, [walletId, month]);
    return row ? { balanceNano: BigInt(row.balance), usedCents: Number(row.used) } : null;
  }

  /** The settings are held meanwhile, so that of two who decide at once the second sees what the first ordered. */
  private order(walletId: number): Promise<AutoTopUp | null> {
    return this.database.transaction(async () => {
      const settings = await this.database
        .of(AutoTopUpSettings)
        .findOne({ where: { walletId }, lock: { mode: 'pessimistic_write' } });
      if (!settings) return null;
      const other = await this.underWay(walletId);
      const seen = await this.standing(walletId);
      if (other || !seen) return other;
      const verdict = verdictOn(settings, seen, this.clock.now());
      if (verdict === 'limit') await this.tellLimit(settings);
      return verdict === 'due' ? this.insert(settings) : null;
    });
  }

  private insert({ walletId, amountCents }: AutoTopUpSettings): Promise<AutoTopUp> {
    const fresh = this.database.of(AutoTopUp).create({
      publicId: newId('atu'),
      walletId,
      amountCents,
      status: 'ordered',
      paymentId: null,
      failureReason: null,
      failureMessage: null,
      takenBackCents: 0,
      orderedAt: this.clock.now(),
      askedAt: null,
      endedAt: null,
    });
    return this.database.of(AutoTopUp).save(fresh);
  }

  /** Once in a month. */
  private async tellLimit(settings: AutoTopUpSettings): Promise<void> {
    const limitToldFor = utcDate(monthOf(this.clock.now()));
    if (settings.limitToldFor === limitToldFor) return;
    await this.database.of(AutoTopUpSettings).update(settings.walletId, { limitToldFor });
    await this.mails.limitReached(settings);
  }
}
