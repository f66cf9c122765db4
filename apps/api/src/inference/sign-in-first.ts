import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RequestSignIn, type Principal } from '@onegate/auth';
import { takesPrompts } from '@onegate/platform';
import type { FastifyRequest, RouteOptions } from 'fastify';

/** Where bodies may be large, whoever sends one is known before it is read: a stranger's takes no memory. */
export function signInFirst(app: NestFastifyApplication): void {
  const signIn = app.get(RequestSignIn);
  const know = async (request: FastifyRequest & { principal?: Principal }): Promise<void> => {
    request.principal = await signIn.principalOf(request);
  };
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route: RouteOptions) => {
      if ([route.method].flat().includes('POST') && takesPrompts(route.url))
        route.onRequest = [route.onRequest ?? [], know].flat();
    });
}
