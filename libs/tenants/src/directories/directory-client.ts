import { guardedFetch, type OutboundPolicy } from '@onegate/platform';
import type { DirectoryCredentials } from './directory.schema.js';
import {
  directoryAnswered,
  directoryFaltered,
  directoryMalformed,
  directoryRefused,
} from './directory.errors.js';

const limits = { totalTimeoutMs: 60_000, maxResponseBytes: 32 * 1024 * 1024 };

/** Reads pages of a directory, through the guard against addresses that are none of a tenant's business. */
export class DirectoryClient {
  constructor(
    private readonly policy: OutboundPolicy,
    private readonly credentials: DirectoryCredentials | null,
  ) {}

  async page(url: URL, accept = 'application/json'): Promise<unknown> {
    const headers = { accept, ...this.authorization() };
    const response = await guardedFetch(this.policy, url, { headers, ...limits });
    if (!response.ok) {
      await response.body?.cancel();
      throw failureOfStatus(response.status);
    }
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw directoryMalformed({ reason: 'it is not JSON.' }, { cause });
    }
  }

  private authorization(): Record<string, string> {
    if (!this.credentials) return {};
    return this.credentials.type === 'bearer'
      ? { authorization: `Bearer ${this.credentials.token}` }
      : { [this.credentials.name.toLowerCase()]: this.credentials.value };
  }
}

function failureOfStatus(status: number) {
  if (status === 401 || status === 403) return directoryRefused({ status });
  if (status === 408 || status === 429 || status >= 500) return directoryFaltered({ status });
  return directoryAnswered({ status });
}
