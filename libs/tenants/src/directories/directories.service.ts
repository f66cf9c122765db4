import { Injectable } from '@nestjs/common';
import { checkOutboundUrl, Clock, Database, Failure, invalidFields, newId } from '@onegate/platform';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { TenantAccess } from '../organizations/tenant-access.js';
import { DirectoryReader } from './directory-reader.js';
import { directoryUnknown } from './directory.errors.js';
import { Directory } from './directory.entity.js';
import type { DirectoryInput } from './directory.schema.js';

/** The directory of a tenant: where it is and how it is read. */
@Injectable()
export class DirectoriesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly access: TenantAccess,
    private readonly reader: DirectoryReader,
    private readonly audit: AuditLog,
  ) {}

  async read(actor: Actor, tenantId: number): Promise<Directory> {
    await this.access.enter(actor, 'tenant.directory.read', tenantId);
    return this.of(tenantId);
  }

  /** Whoever sets the directory decides who the tenant's people are, its owners included. */
  async put(actor: Actor, tenantId: number, input: DirectoryInput): Promise<Directory> {
    this.checkAddress(input.base_url);
    return this.database.transaction(async () => {
      await this.access.enterAlone(actor, 'tenant.directory.write', tenantId);
      const before = await this.database.of(Directory).findOneBy({ tenantId });
      const sealedCredentials = this.credentialsFor(tenantId, input, before);
      const now = this.clock.now();
      const directory = await this.database.of(Directory).save({
        id: before?.id,
        publicId: before?.publicId ?? newId('dir'),
        tenantId,
        createdAt: before?.createdAt ?? now,
        ...settingsOf(input),
        sealedCredentials,
        nextSyncAt: input.enabled && input.sync_every_minutes ? now : null,
        updatedAt: now,
      });
      await this.record(actor, directory, before ? 'directory.updated' : 'directory.created');
      return directory;
    });
  }

  /** The people stay as they are; they are just not kept in step any more. */
  async remove(actor: Actor, tenantId: number): Promise<void> {
    await this.database.transaction(async () => {
      await this.access.enterAlone(actor, 'tenant.directory.write', tenantId);
      const directory = await this.of(tenantId);
      await this.database.of(Directory).delete(directory.id);
      await this.record(actor, directory, 'directory.deleted');
    });
  }

  private async of(tenantId: number): Promise<Directory> {
    const directory = await this.database.of(Directory).findOneBy({ tenantId });
    if (!directory) throw directoryUnknown();
    return directory;
  }

  private checkAddress(url: string): void {
    try {
      checkOutboundUrl(this.reader.policy, url);
    } catch (refusal) {
      throw refusal instanceof Failure ? complaint('base_url', refusal.message) : refusal;
    }
  }

  /** Credentials that were given for one place are not sent to another one without being given again. */
  private credentialsFor(tenantId: number, input: DirectoryInput, before: Directory | null): string | null {
    if (input.credentials) return this.reader.seal(tenantId, input.credentials);
    if (input.credentials === null || !before?.sealedCredentials) return null;
    if (new URL(before.baseUrl).origin !== new URL(input.base_url).origin) {
      throw complaint('credentials', 'The credentials field is required when the address changes.');
    }
    return before.sealedCredentials;
  }

  private record(actor: Actor, directory: Directory, action: string): Promise<void> {
    const { publicId, tenantId, kind, baseUrl, enabled, syncEveryMinutes, maxDeparturePercent } = directory;
    const changes = { kind, baseUrl, enabled, syncEveryMinutes, maxDeparturePercent };
    return this.audit.record(actor, {
      action,
      target: { kind: 'directory', id: publicId },
      tenantId,
      changes,
    });
  }
}

function settingsOf(input: DirectoryInput) {
  return {
    kind: input.kind,
    baseUrl: input.base_url,
    mapping: input.kind === 'json' ? (input.mapping ?? null) : null,
    syncEveryMinutes: input.sync_every_minutes ?? null,
    maxDeparturePercent: input.max_departure_percent,
    enabled: input.enabled,
  };
}

function complaint(field: string, message: string): Failure {
  return invalidFields({ message }, { fields: { [field]: [message] } });
}
