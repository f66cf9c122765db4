import { Injectable } from '@nestjs/common';
import { Clock, cursorPage, Database, decodeCursor, encodeCursor, Mailer, newId } from '@onegate/platform';
import type { CursorPage, CursorQuery } from '@onegate/platform';
import { In, LessThan } from 'typeorm';
import { z } from 'zod';
import { AccountPeople } from '../wallets/account-people.service.js';
import { WebhookOutbox } from '../webhooks/webhook-outbox.service.js';
import { alertMail } from './alert-mail.js';
import { AlertNotice, type AlertFacts } from './alert-notice.entity.js';
import type { AlertRule } from './alert-rule.entity.js';

/** That a rule has something to tell. */
export interface Occurrence {
  /** Which crossing it is, within the rule: the same one again is no news. */
  readonly name: string;
  readonly facts: AlertFacts;
}

const position = z.object({ id: z.int() });

const insertNotice = `insert into alert_notices (public_id, wallet_id, rule_id, kind, occurrence, facts, occurred_at)
  values ($1, $2, $3, $4, $5, $6, $7) on conflict (rule_id, occurrence) do nothing returning id`;

/** Tells people what they wanted to be told, each thing once. */
@Injectable()
export class AlertNotices {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly people: AccountPeople,
    private readonly mailer: Mailer,
    private readonly webhooks: WebhookOutbox,
  ) {}

  /** Notice, mails and calls stand together or not at all; answers whether it was news. */
  raise(rule: AlertRule, { name, facts }: Occurrence): Promise<boolean> {
    return this.database.transaction(async () => {
      const at = this.clock.now();
      const publicId = newId('aln');
      const { walletId, kind } = rule;
      const [row] = await this.database.query<{ id: string }>(insertNotice, [
        publicId,
        walletId,
        rule.id,
        kind,
        name,
        JSON.stringify(facts),
        at,
      ]);
      if (!row) return false;
      if (rule.byEmail) await this.mail(rule, facts);
      if (rule.byWebhook) await this.webhooks.put(walletId, Number(row.id));
      return true;
    });
  }

  /** Which of these occurrences a rule has told. */
  async told(ruleId: number, names: readonly string[]): Promise<ReadonlySet<string>> {
    const notices = await this.database
      .of(AlertNotice)
      .find({ where: { ruleId, occurrence: In([...names]) }, select: { occurrence: true } });
    return new Set(notices.map(({ occurrence }) => occurrence));
  }

  /** The newest first. */
  async list(walletId: number, { cursor, limit }: CursorQuery): Promise<CursorPage<AlertNotice>> {
    const before = cursor ? { id: LessThan(decodeCursor(position, cursor).id) } : {};
    const rows = await this.database
      .of(AlertNotice)
      .find({ where: { walletId, ...before }, order: { id: 'desc' }, take: limit + 1 });
    return cursorPage(rows, limit, ({ id }) => encodeCursor({ id }));
  }

  private async mail({ walletId, kind }: AlertRule, facts: AlertFacts): Promise<void> {
    const { name, emails } = await this.people.ofWallet(walletId);
    for (const to of emails) await this.mailer.send(alertMail({ to, account: name, kind, facts }));
  }
}
