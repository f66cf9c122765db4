import { Injectable } from '@nestjs/common';
import { RouteTable, speaks, type CatalogModel, type Route } from '@onegate/models';
import type { ClientProtocol } from '../protocols/client-protocol.js';
import { protocolUnsupported } from './route.errors.js';

/** Whether a route can be called in the protocol as it is. */
export function passes({ account, upstreamName }: Route, { name }: ClientProtocol): boolean {
  return speaks(account, name, upstreamName);
}

/** Knows a model that nobody offers in a protocol from one that is only busy. */
@Injectable()
export class ProtocolSupport {
  constructor(private readonly table: RouteTable) {}

  /** Fails with a 400 where none of the model's routes, in whatever state, would do. */
  async demand(model: CatalogModel, protocol: ClientProtocol, tenantId: number | null): Promise<void> {
    if (protocol.wire !== null) return;
    const routes = await this.table.routesTo(model.id, tenantId);
    if (routes.length === 0 || routes.some((route) => passes(route, protocol))) return;
    throw protocolUnsupported({ model: model.slug, operation: protocol.operation });
  }
}
