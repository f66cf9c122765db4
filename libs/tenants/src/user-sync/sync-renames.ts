import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { SyncRunLease } from './sync-run-lease.js';
import type { SyncRun } from './sync-run.entity.js';

/** People of the tenant ($2) for whom a run ($1) has listed another e-mail. */
const renaming = `
  select u.id, e.external_id, u.email as old_email, e.email
  from directory_entries e join users u on u.tenant_id = $2 and u.external_id = e.external_id
  where e.run_id = $1 and e.problem is null and e.active and u.email <> e.email`;

/** Longer than any chain of e-mails that are passed on in earnest; a directory could make one that never ends. */
const longestChain = 20;

/**
 * Gives people their new e-mails, all in one step, because they may be passed on: A takes what was B's while B takes
 * what was C's. Nobody's powers change by it, so nobody has to be told.
 */
@Injectable()
export class SyncRenames {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly lease: SyncRunLease,
  ) {}

  async apply(run: SyncRun): Promise<void> {
    await this.lease.step(run, async () => {
      await this.holdBackMembersElsewhere(run);
      await this.holdBackAllTaken(run);
      await this.freeWhatIsPassedOn(run);
      await this.giveNewEmails(run);
    });
  }

  /** Who changes the e-mail can sign in as that person: powers in other tenants are not this tenant's to give away. */
  private async holdBackMembersElsewhere(run: SyncRun): Promise<void> {
    await this.database.query(
      `update directory_entries e set problem = 'member-elsewhere'
       from (${renaming}) r
       where e.run_id = $1 and e.external_id = r.external_id and exists (
         select from memberships m join tenants t on t.id = m.tenant_id and t.deleted_at is null
         where m.user_id = r.id and m.tenant_id <> $2)`,
      [run.id, run.tenantId],
    );
  }

  /** Who is held back keeps his e-mail, which may hold back the next; so this is repeated until nobody is. */
  private async holdBackAllTaken(run: SyncRun): Promise<void> {
    for (let round = 1; ; round += 1) {
      const heldBack = await this.holdBackTaken(run, round >= longestChain);
      if (heldBack === 0) return;
    }
  }

  /** With `chainsToo`, everybody whose new e-mail is somebody's now, be it passed on or not. */
  private async holdBackTaken(run: SyncRun, chainsToo: boolean): Promise<number> {
    const rows = await this.database.query(
      `with renaming as (${renaming}), marked as (
         update directory_entries e set problem = 'email-taken'
         from renaming r join users holder on holder.email = r.email
         where e.run_id = $1 and e.external_id = r.external_id
           and ($3 or holder.id not in (select id from renaming))
         returning e.external_id)
       select external_id from marked`,
      [run.id, run.tenantId, chainsToo],
    );
    return rows.length;
  }

  private async freeWhatIsPassedOn(run: SyncRun): Promise<void> {
    await this.database.query(
      `with renaming as (${renaming})
       update users u set email = u.public_id || '@renaming.invalid'
       from renaming r where u.id = r.id and r.old_email in (select email from renaming)`,
      [run.id, run.tenantId],
    );
  }

  private async giveNewEmails(run: SyncRun): Promise<void> {
    await this.database.query(
      `with renaming as (${renaming}), renamed as (
         update users u set email = r.email, updated_at = $3 from renaming r where u.id = r.id
         returning u.external_id)
       update directory_entries e set renamed = true
       from renamed where e.run_id = $1 and e.external_id = renamed.external_id`,
      [run.id, run.tenantId, this.clock.now()],
    );
  }
}
