import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter as BoardAdapter } from '@bull-board/fastify';
import cookie from '@fastify/cookie';
import formBody from '@fastify/formbody';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SessionSignIn, SignInService } from '@onegate/auth';
import { BullJobQueue } from '@onegate/platform';
import { mayAnywhere } from '@onegate/tenants';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { jobBoardSignInPage } from './job-board-sign-in.page.js';

const boardPath = '/queues';
const boardCookie = 'onegate_queues';
const credentials = z.object({ email: z.string().min(1), password: z.string().min(1) });

/** The board of jobs at `/queues`, for those who may manage jobs. Browsers sign in on a page of its own. */
export async function serveJobBoard(app: NestFastifyApplication): Promise<void> {
  const board = new BoardAdapter().setBasePath(boardPath);
  const queues = app
    .get(BullJobQueue)
    .all()
    .map((queue) => new BullMQAdapter(queue));
  createBullBoard({ queues, serverAdapter: board, options: { uiConfig: { boardTitle: 'Onegate jobs' } } });
  await app
    .getHttpAdapter()
    .getInstance()
    .register(
      async (server: FastifyInstance) => {
        await server.register(cookie);
        await server.register(formBody);
        serveSignIn(server, app.get(SignInService));
        await server.register(async (guarded: FastifyInstance) => {
          guarded.addHook('onRequest', refuseStrangers(app.get(SessionSignIn)));
          await guarded.register(board.registerPlugin());
        });
      },
      { prefix: boardPath },
    );
}

function refuseStrangers(sessions: SessionSignIn) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const token = request.cookies[boardCookie] ?? request.headers.authorization?.replace(/^bearer\s+/i, '');
    const principal = token ? await sessions.principalOf(token) : null;
    if (principal && mayAnywhere(principal, 'platform.jobs.manage')) return undefined;
    return reply.redirect(`${boardPath}/sign-in`);
  };
}

function serveSignIn(server: FastifyInstance, signIn: SignInService): void {
  server.get('/sign-in', async (_request, reply) => reply.type('text/html').send(jobBoardSignInPage()));
  server.post('/sign-in', async (request, reply) => {
    const given = credentials.safeParse(request.body);
    const session = given.success ? await signIn.withPassword(given.data).catch(() => null) : null;
    if (!session)
      return reply.status(401).type('text/html').send(jobBoardSignInPage('That is not right. Try again.'));
    const secure = request.protocol === 'https';
    return reply
      .setCookie(boardCookie, session.token, {
        path: boardPath,
        httpOnly: true,
        sameSite: 'strict',
        secure,
        maxAge: session.expiresIn,
      })
      .redirect(boardPath);
  });
}
