import { Injectable } from '@nestjs/common';
import { notPermitted, type Principal } from '@onegate/auth';
import { accountOfTag, type AccountTag } from '@onegate/billing';
import { AuditLog, mayInTenant } from '@onegate/tenants';
import { Generations } from '../history/generations.service.js';
import { ContentLog, type Content } from './content-log.service.js';
import { contentNotKept } from './content.errors.js';

/** Shows what was said in a call to those who may read it, and writes down that they did. */
@Injectable()
export class ContentDesk {
  constructor(
    private readonly generations: Generations,
    private readonly contents: ContentLog,
    private readonly audit: AuditLog,
  ) {}

  /** One's own on one's personal account; on that of an organization, with its permission. */
  async read(who: Principal, id: string): Promise<Content & { readonly keptUntil: Date }> {
    const event = await this.generations.find(who, id);
    const tenantId = tenantOf(event.account);
    if (tenantId !== null && !mayInTenant(who, 'tenant.content.read', tenantId)) {
      throw notPermitted({ permission: 'tenant.content.read' });
    }
    const said = await this.contents.read(event.id);
    if (!said) throw contentNotKept();
    await this.audit.record(who, {
      action: 'content.read',
      target: { kind: 'usage_event', id: event.id },
      tenantId,
    });
    return said;
  }
}

function tenantOf(account: AccountTag): number | null {
  const { kind, id } = accountOfTag(account);
  return kind === 'organization' ? id : null;
}
