import { ReplyError } from 'ioredis';

/** What Node says of a connection that does not come about or breaks, and SQLSTATEs of a Postgres that takes no calls. */
const codes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08[0-9A-Z]{3}|57P0[1-3]|53300)$/;

/** `pg`, its pool and `ioredis` have no codes for it. */
const words =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Connection is (closed|aborted)|Command aborted due to connection close|Cluster is (ended|disconnect)|Node is disconnected|None of startup nodes is available|Failed to refresh slots cache|Too many Cluster redirections)/;

/** What a Redis answers that takes no calls: it starts, follows another, or its cluster has no majority. */
const redisReplies = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|UNBLOCKED) /;

/** As deep as errors are wrapped. */
const deepest = 8;

/** Whether something failed because a server that we cannot do without was not there. */
export function isUnreachable(thrown: unknown): boolean {
  let error = thrown;
  for (let depth = 0; depth < deepest && error instanceof Error; depth += 1) {
    if (saysSo(error)) return true;
    error = error.cause;
  }
  return false;
}

function saysSo(error: Error): boolean {
  if ('code' in error && codes.test(String(error.code))) return true;
  // Several addresses were tried.
  if (error instanceof AggregateError) return error.errors.some((one) => one instanceof Error && saysSo(one));
  if (error instanceof ReplyError) return redisReplies.test(error.message);
  return words.test(error.message) || error.name === 'MaxRetriesPerRequestError';
}
