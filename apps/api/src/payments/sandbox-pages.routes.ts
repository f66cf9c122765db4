import { sandboxCardNames, type PageResult, type SandboxPages } from '@onegate/billing';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sendPage } from './payment-page.js';
import { checkoutPage, confirmPage, overPage, setupPage, type Shown } from './sandbox.pages.js';

interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly id: string;
}

const visited = z.object({ id: z.string().max(100) });
const givenCard = z.object({
  card: z.enum(sandboxCardNames),
  expMonth: z.coerce.number().int().min(1).max(12).default(12),
  expYear: z.coerce.number().int().min(2000).max(2200).default(2099),
});
const anew: Shown = { complaint: null, chosen: null };
const givenAnswer = z.object({ answer: z.enum(['yes', 'no']) });

/** The hosted pages of the sandbox. Who has the address of one may use it, as with real ones. */
export function serveSandboxPages(server: FastifyInstance, pages: SandboxPages): void {
  const on = (path: string, show: (visit: Visit) => unknown, take: (visit: Visit) => unknown) => {
    server.get(path, (request, reply) => show(visitOf(request, reply)));
    server.post(path, (request, reply) => take(visitOf(request, reply)));
  };
  const showPage = (mode: 'payment' | 'setup') => (visit: Visit) =>
    showSession(pages, visit, { mode, ...anew });
  on('/sandbox/checkout/:id', showPage('payment'), (visit) => takeCard(pages, visit, 'payment'));
  on('/sandbox/setup/:id', showPage('setup'), (visit) => takeCard(pages, visit, 'setup'));
  on(
    '/sandbox/confirm/:id',
    (visit) => showConfirm(pages, visit),
    (visit) => takeAnswer(pages, visit),
  );
}

async function showSession(
  pages: SandboxPages,
  { reply, id }: Visit,
  { mode, ...shown }: Shown & { mode: 'payment' | 'setup' },
) {
  const session = await pages.read(id);
  if (session?.body.mode !== mode || session.body.status !== 'open') return sendOver(reply);
  const thisYear = new Date().getFullYear();
  const html =
    mode === 'payment' ? checkoutPage(session.body, shown) : setupPage(session.body, thisYear, shown);
  const { successUrl } = session.body;
  return sendPage(reply, html, { status: shown.complaint === null ? 200 : 402, leadsTo: [successUrl] });
}

async function takeCard(pages: SandboxPages, visit: Visit, mode: 'payment' | 'setup') {
  const given = givenCard.safeParse(visit.request.body);
  if (!given.success) return showSession(pages, visit, { mode, complaint: 'Choose a card.', chosen: null });
  const result =
    mode === 'payment' ? await pages.pay(visit.id, given.data) : await pages.saveCard(visit.id, given.data);
  if ('goTo' in result) return follow(visit.reply, result);
  return showSession(pages, visit, { mode, complaint: result.complaint, chosen: given.data });
}

async function showConfirm(pages: SandboxPages, { reply, id }: Visit) {
  const charge = await pages.readCharge(id);
  if (charge?.body.status !== 'requires_action') return sendOver(reply);
  return sendPage(reply, confirmPage(charge.body), { leadsTo: [charge.body.returnUrl] });
}

async function takeAnswer(pages: SandboxPages, { request, reply, id }: Visit) {
  const given = givenAnswer.safeParse(request.body);
  if (!given.success) return reply.redirect(request.url, 303);
  return follow(reply, await pages.confirm(id, given.data.answer === 'yes'));
}

function follow(reply: FastifyReply, result: PageResult) {
  return 'goTo' in result
    ? reply.header('cache-control', 'no-store').redirect(result.goTo, 303)
    : sendOver(reply);
}

function sendOver(reply: FastifyReply) {
  return sendPage(reply, overPage(), { status: 410 });
}

function visitOf(request: FastifyRequest, reply: FastifyReply): Visit {
  const { data } = visited.safeParse(request.params);
  return { request, reply, id: data?.id ?? '' };
}
