import { ReferenceColumn } from '@onegate/platform';

/** What belongs to an account: a person's own or an organization's, so that one of both is set. */
export abstract class OwnedByAccount {
  @ReferenceColumn('user_id', { nullable: true })
  userId!: number | null;

  @ReferenceColumn('tenant_id', { nullable: true })
  tenantId!: number | null;
}
