import { Injectable } from '@nestjs/common';
import type { Principal } from '@onegate/auth';
import { UpstreamConnections } from '@onegate/models';
import { guardedFetch } from '@onegate/platform';
import type { GatewayCall } from '../calls/gateway-call.js';
import { fileAccountOf } from '../files/file-account.js';
import { FileContents, type ReadFile } from '../files/file-contents.service.js';
import { inlineChatFiles } from '../files/inlining/chat-files.js';
import { inlineMessagesFiles } from '../files/inlining/messages-files.js';
import { inlineResponsesFiles } from '../files/inlining/responses-files.js';
import { jsonBytes } from '../json/json-bytes.js';
import type { FileLoader, LoadedFile } from '../translation/attached/attached-files.js';
import { notTranslatable } from '../translation/translation.errors.js';
import type { JsonObject } from '../translation/wire.js';
import type { ReadProtocol } from '../usage-reading/usage-reading.js';

const mostBytes = 32 * 1024 * 1024;
const patienceMs = 20_000;

type Inline = (body: JsonObject, read: ReadFile) => Promise<JsonObject>;

const inlines: Readonly<Partial<Record<ReadProtocol, Inline>>> = {
  'openai-chat': inlineChatFiles,
  'openai-responses': inlineResponsesFiles,
  'anthropic-messages': inlineMessagesFiles,
};

/** Loads what a conversation refers to: addresses through the guard, stored files of the caller's own account. */
@Injectable()
export class AttachmentLoader {
  constructor(
    private readonly connections: UpstreamConnections,
    private readonly contents: FileContents,
  ) {}

  of(principal: Principal): FileLoader {
    const read = this.contents.readerFor(fileAccountOf(principal));
    return {
      fromUrl: (url) => this.fromUrl(url),
      fromStore: async (id) => {
        const { data, mimeType, filename } = await read(id);
        return { data, mediaType: mimeType, filename };
      },
    };
  }

  /** The call with the content of the stored files that it names: no provider knows our ids. */
  async inlined(call: GatewayCall): Promise<GatewayCall> {
    const inline = inlines[call.protocol.name];
    if (!inline || !call.sent.includes('"file_id"')) return call;
    const body = await inline(call.body, this.contents.readerFor(fileAccountOf(call.principal)));
    return body === call.body ? call : { ...call, body, sent: jsonBytes(body) };
  }

  private async fromUrl(url: URL): Promise<LoadedFile> {
    const answer = await guardedFetch(this.connections.policy, url.href, {
      totalTimeoutMs: patienceMs,
      maxResponseBytes: mostBytes,
    });
    if (answer.status >= 400)
      throw notTranslatable({ field: 'url', reason: `${url.host} answered ${answer.status}.` });
    const mediaType = answer.headers.get('content-type')?.split(';')[0];
    return { data: new Uint8Array(await answer.arrayBuffer()), mediaType };
  }
}
