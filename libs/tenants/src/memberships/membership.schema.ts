import { z } from 'zod';
import { tenantRoles } from '../access/roles.js';

export const memberRemoval = z
  .object({ memberIds: z.array(z.string().max(64)).min(1).max(100) })
  .meta({ id: 'MemberRemoval', example: { memberIds: ['mem_01k00000000000000000000000'] } });

export type MemberRemoval = z.output<typeof memberRemoval>;

export const roleChange = z
  .object({ role: z.enum(tenantRoles) })
  .meta({ id: 'RoleChange', example: { role: 'admin' } });

export type RoleChange = z.output<typeof roleChange>;
