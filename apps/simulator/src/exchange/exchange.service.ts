import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestJournal } from '../journal/request-journal.js';
import { PretendedModel } from '../model/pretended-model.js';
import { ScriptsService } from '../script/scripts.service.js';
import type { AnyBody, Dialect, Turn } from './dialect.js';
import { credentialOf } from './credential.js';
import { DeliveryService } from './delivery.service.js';
import { uniqueId } from './unique-id.js';

/** Carries one request of any dialect from its body to its delivery. */
@Injectable()
export class ExchangeService {
  constructor(
    private readonly scripts: ScriptsService,
    private readonly model: PretendedModel,
    private readonly delivery: DeliveryService,
    private readonly journal: RequestJournal,
  ) {}

  async serve<Body extends AnyBody>(
    dialect: Dialect<Body>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const body = dialect.read(request.body);
    this.journal.describe(request.raw, { model: body.model, body: request.body });
    const header = request.headers['x-simulate'];
    const { model, script } = this.scripts.of(body.model, typeof header === 'string' ? header : undefined);
    const owner = `${model} ${credentialOf(request.headers).secret}`;
    const completion = this.model.complete(dialect.ask(body), script, owner);
    const created = Math.floor(Date.now() / 1000);
    const turn: Turn<Body> = { ...completion, id: uniqueId(), created, model, body, script };
    await this.delivery.deliver(dialect, turn, reply);
  }
}
