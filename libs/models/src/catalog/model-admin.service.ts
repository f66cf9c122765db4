import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@onegate/platform';
import { AuditLog, type Actor } from '@onegate/tenants';
import { AliasesService } from '../names/aliases.service.js';
import { modelMissing } from './catalog.errors.js';
import { LiveCatalog } from './live-catalog.service.js';
import type { ModelEdit } from './model-edit.schema.js';
import { Model } from './model.entity.js';

/** What administrators do to models. */
@Injectable()
export class ModelAdmin {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly aliases: AliasesService,
    private readonly audit: AuditLog,
    private readonly live: LiveCatalog,
  ) {}

  /** Waits for a sync under way, as both change the names that models have. */
  async edit(actor: Actor, id: number, edit: ModelEdit): Promise<void> {
    await this.database.exclusively('model-catalog', async () => {
      const model = await this.database.of(Model).findOneBy({ id });
      if (!model) throw modelMissing();
      const { aliases, ...fields } = edit;
      if (aliases) await this.aliases.replace(id, aliases);
      await this.database.of(Model).update({ id }, { ...settingsOf(fields), updatedAt: this.clock.now() });
      await this.audit.record(actor, {
        action: 'model.updated',
        target: { kind: 'model', id: model.publicId },
        changes: { model: model.slug, ...edit },
      });
      await this.live.changed(model.publicId);
    });
  }
}

function settingsOf({ is_active: isActive, markup_bps: markupBps, limits }: Omit<ModelEdit, 'aliases'>) {
  return Object.fromEntries(
    Object.entries({ isActive, markupBps, limits }).filter(([, value]) => value !== undefined),
  );
}
