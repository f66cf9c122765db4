import type { PageAddress } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';

/** Where a page was asked for, as the links to the other pages need it. */
export function pageAddress(request: FastifyRequest): PageAddress {
  const url = new URL(request.url, `${request.protocol}://${request.host}`);
  return { path: `${url.origin}${url.pathname}`, query: request.query as Record<string, unknown> };
}
