import { Inject, Injectable } from '@nestjs/common';
import { formExpected, formMalformed, jsonBytes, MultipartForm, type GatewayCall } from '@onegate/gateway';
import { bodyTooLarge, CONFIGURATION, failureOfIssues, type Configuration } from '@onegate/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { IncomingCall } from './inference-request.js';

const fields = z.looseObject({ model: z.string().min(1) });

/** Reads the forms of calls to models: as many bytes as any such call may have, kept as they came. */
@Injectable()
export class IncomingForms {
  constructor(@Inject(CONFIGURATION) private readonly config: Configuration) {}

  async read(call: IncomingCall, { raw }: FastifyRequest): Promise<Omit<GatewayCall, 'protocol'>> {
    const contentType = raw.headers['content-type'] ?? '';
    if (!/^multipart\/form-data/i.test(contentType)) throw formExpected();
    const form = MultipartForm.parse(contentType, await this.bytesOf(raw));
    const { body } = form;
    const checked = fields.safeParse(body);
    if (!checked.success) throw failureOfIssues(checked.error.issues);
    return { ...call, form, body, sent: jsonBytes(body) };
  }

  private async bytesOf(raw: FastifyRequest['raw']): Promise<Buffer> {
    const { bodyLimitBytes } = this.config.http;
    if (Number(raw.headers['content-length'] ?? 0) > bodyLimitBytes) throw bodyTooLarge();
    const pieces: Buffer[] = [];
    let length = 0;
    try {
      for await (const piece of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        length += piece.length;
        if (length > bodyLimitBytes) break;
        pieces.push(piece);
      }
    } catch (cause) {
      throw formMalformed({ cause });
    }
    if (length > bodyLimitBytes) throw bodyTooLarge();
    return Buffer.concat(pieces);
  }
}
