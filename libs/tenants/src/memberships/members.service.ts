import { Injectable } from '@nestjs/common';
import { cursorPage, Database, decodeCursor, encodeCursor } from '@onegate/platform';
import type { CursorPage, CursorQuery } from '@onegate/platform';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import type { TenantRole } from '../access/roles.js';
import { OrganizationAccess } from '../organizations/organization-access.js';
import type { UserStatus } from '../users/user.entity.js';
import { grantableRoles } from './member-rules.js';

/** A person in an organization. */
export interface Member {
  readonly id: number;
  readonly publicId: string;
  readonly userPublicId: string;
  readonly email: string;
  readonly name: string;
  readonly photoUrl: string | null;
  readonly role: TenantRole;
  readonly status: UserStatus;
  readonly createdAt: Date;
}

type MemberRow = Omit<Member, 'id'> & { readonly id: string };

const position = z.object({ id: z.int().nonnegative() });

const memberColumns = `m.id, m.public_id as "publicId", u.public_id as "userPublicId", u.email, u.name,
  u.photo_url as "photoUrl", m.role, u.status, m.created_at as "createdAt"`;

/** Who belongs to an organization. */
@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly access: OrganizationAccess,
  ) {}

  async list(
    actor: Actor,
    organizationId: string,
    { cursor, limit }: CursorQuery,
  ): Promise<CursorPage<Member>> {
    const tenant = await this.access.enter(actor, 'tenant.members.read', organizationId);
    const after = cursor ? decodeCursor(position, cursor).id : 0;
    const rows = await this.database.query<MemberRow>(
      `select ${memberColumns} from memberships m join users u on u.id = m.user_id
       where m.tenant_id = $1 and m.id > $2 order by m.id limit $3`,
      [tenant.id, after, limit + 1],
    );
    return cursorPage(rows.map(fromRow), limit, ({ id }) => encodeCursor({ id }));
  }

  /** The roles that the actor may give to others there. */
  async availableRoles(actor: Actor, organizationId: string): Promise<TenantRole[]> {
    const tenant = await this.access.enter(actor, 'tenant.members.read', organizationId);
    return grantableRoles(actor, tenant.id);
  }

  async read(membershipId: number): Promise<Member> {
    const [row] = await this.database.query<MemberRow>(
      `select ${memberColumns} from memberships m join users u on u.id = m.user_id where m.id = $1`,
      [membershipId],
    );
    if (!row) throw new Error(`Membership ${membershipId} vanished under its lock`);
    return fromRow(row);
  }
}

function fromRow(row: MemberRow): Member {
  return { ...row, id: Number(row.id) };
}
