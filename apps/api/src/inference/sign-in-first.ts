import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RequestSignIn } from '@onegate/auth';
import { takesPrompts } from '@onegate/platform';
import type { FastifyRequest, RouteOptions } from 'fastify';

/**
 * Where bodies may be large, whoever sends one is known before it is read: a stranger's takes no memory. The guard asks
 * again behind the body, because a key may be revoked while one arrives.
 */
export function signInFirst(app: NestFastifyApplication): void {
  const signIn = app.get(RequestSignIn);
  const refuseStrangers = async (request: FastifyRequest): Promise<void> => {
    await signIn.principalOf(request);
  };
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route: RouteOptions) => {
      if ([route.method].flat().includes('POST') && takesPrompts(route.url))
        route.onRequest = [route.onRequest ?? [], refuseStrangers].flat();
    });
}
