import formBody from '@fastify/formbody';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PaymentProviders, SandboxPages } from '@onegate/billing';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { paymentPage, sendPage } from './payment-page.js';
import { serveSandboxPages } from './sandbox-pages.routes.js';

const finished = {
  paid: ['Thank you', 'What you paid for is on your account in a moment. You can close this page.'],
  left: ['Nothing was paid', 'You left before paying. You can close this page.'],
} as const;

/**
 * Pages that people see around paying. Plain routes in a scope of their own: only here a form is accepted as a body.
 */
export async function servePaymentPages(app: NestFastifyApplication): Promise<void> {
  const sandbox = app.get(PaymentProviders).named('sandbox');
  await app
    .getHttpAdapter()
    .getInstance()
    .register(async (server: FastifyInstance) => {
      await server.register(formBody);
      server.get('/payments/paid', (_request, reply) => sendFinished(reply, 'paid'));
      server.get('/payments/left', (_request, reply) => sendFinished(reply, 'left'));
      if (sandbox) serveSandboxPages(server, app.get(SandboxPages));
    });
}

function sendFinished(reply: FastifyReply, how: keyof typeof finished) {
  const [title, text] = finished[how];
  const content = `<header><span>Onegate</span></header><h1>${title}</h1><p>${text}</p>`;
  return sendPage(reply, paymentPage(title, content));
}
