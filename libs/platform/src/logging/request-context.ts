import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to the request or job that is being served, wherever the code is. */
export interface RequestContext {
  readonly requestId?: string;
  /** Where the request came from, for the audit log and the list of sessions; not written to every log line. */
  readonly ip?: string;
  readonly userAgent?: string;
  readonly jobId?: string;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();
