import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { ModelsService } from '../catalog/models.service.js';
import type { ListedModelDraft } from './account-draft.js';
import { factsOf } from './provider-kinds.js';
import { servedName } from './served-names.js';
import type { UpstreamAccount } from './upstream-account.entity.js';
import { invalidAccount } from './upstream-account.errors.js';
import { UpstreamModel } from './upstream-model.entity.js';

interface Found {
  readonly id: number;
  readonly slug: string;
}

/** A model that is listed for an account. */
export interface ListedModelFacts {
  readonly accountId: number;
  readonly modelId: number;
  readonly slug: string;
  readonly upstreamName: string;
  readonly costBps: number | null;
  readonly isEnabled: boolean;
}

interface ListedRow {
  readonly account_id: string;
  readonly model_id: string;
  readonly slug: string;
  readonly upstream_name: string;
  readonly cost_bps: number | null;
  readonly is_enabled: boolean;
}

/** Which models are listed for an account, and what they are called there. */
@Injectable()
export class ListedModels {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly models: ModelsService,
  ) {}

  async of(accountIds: readonly number[]): Promise<ListedModelFacts[]> {
    const rows = await this.database.query<ListedRow>(
      `select l.account_id, l.model_id, m.slug, l.upstream_name, l.cost_bps, l.is_enabled
       from upstream_models l join models m on m.id = l.model_id
       where l.account_id = any($1) order by m.slug`,
      [accountIds],
    );
    return rows.map((row) => ({
      accountId: Number(row.account_id),
      modelId: Number(row.model_id),
      slug: row.slug,
      upstreamName: row.upstream_name,
      costBps: row.cost_bps,
      isEnabled: row.is_enabled,
    }));
  }

  /** The list is this from now on. Without a name of its own a model is called what its provider is known to call it. */
  async replace(
    account: Pick<UpstreamAccount, 'id' | 'kind'>,
    drafts: readonly ListedModelDraft[],
  ): Promise<void> {
    const now = this.clock.now();
    const rows = new Map<number, Partial<UpstreamModel>>();
    for (const [index, draft] of drafts.entries()) {
      const { id, slug } = await this.find(draft.model, index);
      if (rows.has(id))
        throw invalidAccount({ [`models.${index}.model`]: `${slug} is in the list already.` });
      rows.set(id, {
        accountId: account.id,
        modelId: id,
        upstreamName: draft.upstreamName ?? usualName(account, slug),
        costBps: draft.costBps ?? null,
        isEnabled: draft.isEnabled ?? true,
        createdAt: now,
      });
    }
    const listed = this.database.of(UpstreamModel);
    await listed.delete({ accountId: account.id });
    await listed.insert([...rows.values()]);
  }

  private async find(model: string | number, index: number): Promise<Found> {
    const found = typeof model === 'number' ? await this.byId(model) : await this.models.resolve(model);
    if (!found) throw invalidAccount({ [`models.${index}.model`]: `There is no model ${model}.` });
    return found;
  }

  private async byId(id: number): Promise<Found | null> {
    const [row] = await this.database.query<{ slug: string }>('select slug from models where id = $1', [id]);
    return row ? { id, slug: row.slug } : null;
  }
}

function usualName({ kind }: Pick<UpstreamAccount, 'kind'>, slug: string): string {
  return servedName(factsOf(kind).serves, slug) ?? slug.slice(slug.indexOf('/') + 1);
}
