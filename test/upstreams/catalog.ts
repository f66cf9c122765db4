import { Database } from '@onegate/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ModelsService, type RoutedModel } from '@onegate/models';

/** A model of the catalog that every installation starts with. */
export async function modelNamed(app: NestFastifyApplication, name: string): Promise<RoutedModel> {
  const model = await app.get(ModelsService).resolve(name);
  if (!model) throw new Error(`The catalog has no ${name}`);
  return { id: model.id, slug: model.slug };
}

export interface AuditRow {
  readonly action: string;
  readonly actor_email: string | null;
  readonly changes: Record<string, unknown>;
}

export function auditOf(app: NestFastifyApplication, targetId: string): Promise<AuditRow[]> {
  return app
    .get(Database)
    .query<AuditRow>(
      'select action, actor_email, changes from audit_entries where target_id = $1 order by id',
      [targetId],
    );
}
