import { Injectable } from '@nestjs/common';
import { RouteTable, speaks, type CatalogModel, type Route } from '@onegate/models';
import { embedsInOwnWords } from '../embeddings/embedding-models.js';
import type { ClientProtocol } from '../protocols/client-protocol.js';
import { protocolUnsupported } from './route.errors.js';

/** Whether a route can be called in the protocol as it is. */
export function passes({ account, upstreamName }: Route, { name }: ClientProtocol): boolean {
  return speaks(account, name, upstreamName);
}

/** Whether a route can be called in the protocol, as it is or translated. */
export function serves(route: Route, protocol: ClientProtocol): boolean {
  if (passes(route, protocol) || protocol.wire !== null) return true;
  return protocol.name === 'openai-embeddings' && embedsInOwnWords(route.account.kind);
}

/** Knows a model that nobody offers in a protocol from one that is only busy. */
@Injectable()
export class ProtocolSupport {
  constructor(private readonly table: RouteTable) {}

  /** Fails with a 400 where none of the model's routes, in whatever state, would do. */
  async demand(model: CatalogModel, protocol: ClientProtocol, tenantId: number | null): Promise<void> {
    if (protocol.wire !== null) return;
    const routes = await this.table.routesTo(model.id, tenantId);
    if (routes.length === 0 || routes.some((route) => serves(route, protocol))) return;
    throw protocolUnsupported({ model: model.slug, operation: protocol.operation });
  }
}
