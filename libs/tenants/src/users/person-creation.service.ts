import { Injectable } from '@nestjs/common';
import { Clock, Database, newId } from '@onegate/platform';
import { tenantScope, type Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { PersonAccess } from './person-access.js';
import type { Person } from './person.js';
import { emailTaken, fieldComplaint, roleForbidden } from './person.errors.js';
import { requireGrantable, wantedRoles, type WantedRoles } from './person-roles.js';
import type { NewPerson } from './person.schema.js';
import { PersonTenants } from './person-tenants.js';

export interface PersonToCreate extends NewPerson {
  readonly passwordHash: string;
}

/** Makes accounts for others. */
@Injectable()
export class PersonCreationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly access: PersonAccess,
    private readonly tenants: PersonTenants,
    private readonly audit: AuditLog,
  ) {}

  async create(actor: Actor, input: PersonToCreate): Promise<Person> {
    return this.database.transaction(async () => {
      const tenantId = tenantFor(actor, input);
      const wanted = wantedRoles(input.roles ?? []);
      await this.requireGrantable(actor, tenantId, wanted, input);
      const user = await this.insert(input, wanted, tenantId);
      if (tenantId !== null) await this.tenants.join(user.id, tenantId, wanted.tenantRole);
      const { name, email, roles = [] } = input;
      await this.audit.record(actor, {
        action: 'user.created',
        target: { kind: 'user', id: user.publicId },
        tenantId,
        changes: { name, email, roles },
      });
      return this.access.read(actor, user.id);
    });
  }

  private async requireGrantable(
    actor: Actor,
    tenantId: number | null,
    wanted: WantedRoles,
    { roles = [] }: NewPerson,
  ): Promise<void> {
    if (tenantId !== null) await this.tenants.enter(actor, tenantId);
    if (wanted.isSuperAdmin && !actor.isSuperAdmin) throw roleForbidden({ role: 'super-admin' });
    if (tenantId !== null) requireGrantable(actor, wanted.tenantRole, tenantId);
    else if (roles.some((role) => role !== 'super-admin')) {
      throw fieldComplaint('tenant_id', 'The tenant id field is required for this role.');
    }
  }

  /** Whoever has taken the e-mail in this moment is noticed too. */
  private async insert(input: PersonToCreate, { isSuperAdmin }: WantedRoles, tenantId: number | null) {
    const publicId = newId('usr');
    const rows = await this.database.query<{ id: string }>(
      `insert into users (public_id, email, name, password_hash, is_super_admin, tenant_id, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (email) do nothing returning id`,
      [publicId, input.email, input.name, input.passwordHash, isSuperAdmin, tenantId, this.clock.now()],
    );
    if (!rows[0]) throw emailTaken();
    return { id: Number(rows[0].id), publicId };
  }
}

/** Who administers a single tenant means that one; who administers all may make people without a tenant. */
function tenantFor(actor: Actor, { tenant_id: named }: NewPerson): number | null {
  if (typeof named === 'number') return named;
  const scope = tenantScope(actor, 'tenant.users.write');
  if (scope === 'all') return null;
  const [only, ...others] = scope;
  if (only === undefined || others.length > 0 || named === null) {
    throw fieldComplaint('tenant_id', 'The tenant id field is required.');
  }
  return only;
}
