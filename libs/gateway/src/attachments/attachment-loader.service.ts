import { Injectable } from '@nestjs/common';
import type { Principal } from '@onegate/auth';
import { UpstreamConnections } from '@onegate/models';
import { guardedFetch } from '@onegate/platform';
import type { FileLoader, LoadedFile } from '../translation/attached/attached-files.js';
import { notTranslatable } from '../translation/translation.errors.js';

const mostBytes = 32 * 1024 * 1024;
const patienceMs = 20_000;

/** Loads what a conversation refers to: addresses through the guard, stored files of the caller's own account. */
@Injectable()
export class AttachmentLoader {
  constructor(private readonly connections: UpstreamConnections) {}

  of(_principal: Principal): FileLoader {
    return {
      fromUrl: (url) => this.fromUrl(url),
      fromStore: (id) =>
        Promise.reject(notTranslatable({ field: 'file_id', reason: `there is no file ${id.slice(0, 80)}.` })),
    };
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
