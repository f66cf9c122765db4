import { describe, expect, it } from '@jest/globals';
import { ReplyError } from 'ioredis';
import { failureOf } from './failure-of.js';

const asked = { method: 'GET', path: '/v1/models' };
const withCode = (code: string, cause?: unknown) =>
  Object.assign(new Error('No.', cause === undefined ? undefined : { cause }), { code });

describe('A server that we need and that is away is a 503 with when to come again', () => {
  it.each([
    ['nobody listens', withCode('ECONNREFUSED')],
    ['the line broke', withCode('ECONNRESET')],
    ['Postgres shuts down', withCode('57P01')],
    ['Postgres starts', withCode('57P03')],
    ['Postgres has no place left', withCode('53300')],
    ['what pg says of a lost line', new Error('Connection terminated unexpectedly')],
    ['what its pool says', new Error('timeout exceeded when trying to connect')],
    ['a Redis that follows another', new ReplyError("READONLY You can't write against a read only replica.")],
    ['a Redis that starts', new ReplyError('LOADING Redis is loading the dataset in memory')],
    ['a cluster without its master', new ReplyError('CLUSTERDOWN The cluster is down')],
    [
      'a cluster whose master is not replaced soon',
      new Error('Too many Cluster redirections. Last error: ReplyError: CLUSTERDOWN The cluster is down'),
    ],
    ['a cluster that has lost all its servers', new Error('None of startup nodes is available')],
    ['deep in another error', new Error('Outer', { cause: withCode('ENOTFOUND') })],
    ['of several addresses', new AggregateError([withCode('ECONNREFUSED')], 'All failed')],
  ])('%s', (_name, thrown) => {
    const failure = failureOf(thrown, asked);
    expect(failure).toMatchObject({ status: 503, code: 'unavailable', cause: thrown });
    expect(failure.headers).toEqual({ 'retry-after': '1' });
  });

  it.each([
    ['a duplicate row', withCode('23505')],
    ['a script that fails', new ReplyError('ERR user_script:1: attempt to index a nil value')],
    ['a mistake of ours', new TypeError('x is not a function')],
    ['no error at all', 'ECONNREFUSED'],
  ])('but not %s', (_name, thrown) => {
    expect(failureOf(thrown, asked)).toMatchObject({ status: 500, code: 'internal' });
  });
});
