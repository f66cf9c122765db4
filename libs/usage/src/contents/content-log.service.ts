import { Inject, Injectable } from '@nestjs/common';
import type { AccountTag } from '@onegate/billing';
import { Clock, Database, LOGGER, SecretBox, type Logger, sealedColumn } from '@onegate/platform';
import { z } from 'zod';
import { KeptContent } from './kept-content.entity.js';
import { LiveContentSettings } from './live-content-settings.service.js';

const day = 86_400_000;
const deletedAtOnce = 5_000;

/** What was said in a call, each side cut off where it is too long. */
export const content = z.object({
  asked: z.string(),
  isAskedCut: z.boolean(),
  /** `null` for sounds, pictures and the like. */
  answered: z.string().nullable(),
  isAnsweredCut: z.boolean(),
});
export type Content = z.output<typeof content>;

interface Said extends Content {
  readonly eventId: string;
  readonly account: AccountTag;
  readonly retentionDays: number;
}

/** Keeps what was said in calls, for accounts that have turned that on; sealed, and for a time. */
@Injectable()
export class ContentLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly settings: LiveContentSettings,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** For how many days; `null` where nothing is kept. Never fails: what is not known to be wanted is not kept. */
  async daysOf(account: AccountTag): Promise<number | null> {
    try {
      return await this.settings.daysOf(account);
    } catch (err) {
      this.log.warn({ err: String(err) }, 'It is not known whether contents are to be kept');
      return null;
    }
  }

  /** Never fails: the call has been answered. */
  async keep({ eventId, account, retentionDays, ...said }: Said): Promise<void> {
    const keptAt = this.clock.now();
    const keptUntil = new Date(keptAt.getTime() + retentionDays * day);
    try {
      const sealed = this.box.seal(contextOf(eventId), JSON.stringify(said));
      await this.database.query(
        `insert into kept_contents (event_id, account, sealed_content, kept_at, kept_until)
         values ($1, $2, $3, $4, $5) on conflict do nothing`,
        [eventId, account, sealed, keptAt, keptUntil],
      );
    } catch (error) {
      // The error of a statement can show its parameters; they are sealed, but they need not be anywhere else.
      const { name } = error instanceof Error ? error : { name: 'unknown' };
      this.log.error({ event: eventId, error: name }, 'What was said in a call could not be kept');
    }
  }

  async read(eventId: string): Promise<(Content & { readonly keptUntil: Date }) | null> {
    const row = await this.database.of(KeptContent).findOneBy({ eventId });
    if (!row || row.keptUntil <= this.clock.now()) return null;
    const said = content.parse(JSON.parse(this.box.open(contextOf(eventId), row.sealedContent)));
    return { ...said, keptUntil: row.keptUntil };
  }

  /** What has been kept for long enough; answers how much that was. */
  async forgetOld(): Promise<number> {
    let forgotten = 0;
    for (;;) {
      const rows = await this.database.query<{ event_id: string }>(
        `with gone as (delete from kept_contents where event_id in
           (select event_id from kept_contents where kept_until <= $1 limit ${deletedAtOnce}) returning event_id)
         select event_id from gone`,
        [this.clock.now()],
      );
      forgotten += rows.length;
      if (rows.length < deletedAtOnce) return forgotten;
    }
  }
}

function contextOf(eventId: string): string {
  return `content/${eventId}`;
}

export const sealedContent = sealedColumn(KeptContent, 'sealedContent', ({ eventId }) => contextOf(eventId));
