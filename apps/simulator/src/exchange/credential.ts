import type { IncomingHttpHeaders } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProviderError } from './provider-error.js';

/** How a request signed in. Any secret is accepted; it is never kept. */
export type CredentialScheme = 'bearer' | 'x-api-key' | 'api-key' | 'none';

export function credentialOf(headers: IncomingHttpHeaders): { scheme: CredentialScheme; secret: string } {
  const bearer = /^bearer\s+(\S.*)$/iu.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { scheme: 'bearer', secret: bearer };
  for (const scheme of ['x-api-key', 'api-key'] as const) {
    const secret = headers[scheme];
    if (typeof secret === 'string' && secret !== '') return { scheme, secret };
  }
  return { scheme: 'none', secret: '' };
}

/** Lets in whoever brings a key, whatever it is. */
@Injectable()
export class CredentialGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (credentialOf(request.headers).scheme !== 'none') return true;
    throw new ProviderError(
      401,
      "You didn't provide an API key. Send it as a bearer token or in the x-api-key header.",
    );
  }
}
