import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to the request or job that is being served, wherever the code is. */
interface RequestContext {
  readonly requestId?: string;
  readonly jobId?: string;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();
