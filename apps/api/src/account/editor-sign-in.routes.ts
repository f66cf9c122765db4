import formBody from '@fastify/formbody';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EditorSignIn, isLoopbackUrl } from '@onegate/auth';
import { Failure } from '@onegate/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { editorSignInPage, editorSignInTroublePage, type EditorSignInForm } from './editor-sign-in.page.js';

const path = '/api/v1/auth/authorize';
/** Chromium holds the redirect after a form to the page's policy too, and ours leads to the program that asked. */
const pagePolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "form-action 'self' http://127.0.0.1:* http://localhost:*",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const asked = z.object({
  callback_url: z.string().max(2_000).optional(),
  redirect_uri: z.string().max(2_000).optional(),
  state: z.string().max(1_000).optional(),
  code_challenge: z.string().max(200).optional(),
});
const submitted = asked.extend({ email: z.string().min(1).max(320), password: z.string().min(1).max(1_024) });

/**
 * Takes the form of the page on which the owner of an editor signs in; his browser then carries a one-time code to the
 * editor. A plain route in a scope of its own: only here a form is accepted as a body.
 */
export async function serveEditorSignIn(app: NestFastifyApplication): Promise<void> {
  const editors = app.get(EditorSignIn);
  await app
    .getHttpAdapter()
    .getInstance()
    .register(async (server: FastifyInstance) => {
      await server.register(formBody);
      server.post(path, (request, reply) => takeForm(editors, request, reply));
    });
}

export function showEditorSignIn(query: unknown, reply: FastifyReply): FastifyReply {
  const form = formOf(query);
  return form ? answer(reply, 200, editorSignInPage(form)) : refuse(reply);
}

async function takeForm(
  editors: EditorSignIn,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = formOf(request.body);
  if (!form) return refuse(reply);
  const given = submitted.safeParse(request.body);
  if (!given.success) return answer(reply, 422, editorSignInPage(form, 'Give your e-mail and password.'));
  try {
    const { redirectUri, codeChallenge = null } = form;
    const code = await editors.authorize(given.data, { redirectUri, codeChallenge });
    return reply.header('cache-control', 'no-store').redirect(callbackUrl(form, code), 303);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const complaint =
      error.status === 429 ? 'Too many attempts. Wait a while.' : 'That is not right. Try again.';
    return answer(reply.headers(error.headers), error.status, editorSignInPage(form, complaint));
  }
}

/** `null` unless the code would go to a program on the person's own machine. */
function formOf(input: unknown): EditorSignInForm | null {
  const { data } = asked.safeParse(input);
  const redirectUri = data?.callback_url ?? data?.redirect_uri;
  if (!data || redirectUri === undefined || !isLoopbackUrl(redirectUri)) return null;
  return { redirectUri, state: data.state, codeChallenge: data.code_challenge };
}

function callbackUrl({ redirectUri, state }: EditorSignInForm, code: string): string {
  const url = new URL(redirectUri);
  url.searchParams.set('code', code);
  if (state !== undefined) url.searchParams.set('state', state);
  url.searchParams.set('provider', 'onegate');
  return url.toString();
}

function refuse(reply: FastifyReply): FastifyReply {
  const trouble = 'The address to come back to must be on this computer (http://127.0.0.1 with a port).';
  return answer(reply, 400, editorSignInTroublePage(trouble));
}

function answer(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply
    .status(status)
    .headers({ 'content-security-policy': pagePolicy, 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(html);
}
