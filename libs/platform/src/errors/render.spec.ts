import { describe, expect, it } from '@jest/globals';
import { defineFailure, Failure } from './failure.js';
import { failureOf } from './failure-of.js';
import { renderFailure } from './render.js';
import { surfaceOf, type Surface } from './surface.js';

const asked = { method: 'GET', path: '/v1/models/x', requestId: 'req_1' };
const modelUnknown = defineFailure('test.model_unknown', 'not_found', 'There is no model {model}.');
const outOfMoney = defineFailure('test.money', 'payment_required', 'Not enough credits available.');
const wrongFields = defineFailure('test.fields', 'invalid_fields', 'The given data was invalid.');

describe('defineFailure', () => {
  it('fills the sentence in and keeps the cause inside', () => {
    const cause = new Error('secret detail');
    const failure = modelUnknown({ model: 'x' }, { cause });
    expect(failure).toMatchObject({ message: 'There is no model x.', status: 404, cause });
    for (const surface of allSurfaces) {
      expect(JSON.stringify(renderFailure(failure, surface, asked))).not.toContain('secret detail');
    }
  });

  it('does not take a brace in a value for a placeholder', () => {
    expect(modelUnknown({ model: '{model}' }).message).toBe('There is no model {model}.');
  });
});

const allSurfaces: Surface[] = [
  'admin',
  'account',
  'account-chat',
  'openai',
  'anthropic',
  'native',
  'operations',
];

describe('renderFailure', () => {
  it.each([
    ['admin', 404, { message: 'There is no model x.' }],
    ['account', 404, { success: false, error: 'There is no model x.', code: 'test.model_unknown' }],
    ['account-chat', 404, { error: { code: 404, metadata: { error_type: 'test.model_unknown' } } }],
    ['openai', 404, { error: { type: 'invalid_request_error', code: 'model_unknown', param: null } }],
    ['anthropic', 404, { type: 'error', error: { type: 'not_found_error' }, request_id: 'req_1' }],
    [
      'native',
      404,
      { code: 404, error: { message: 'There is no model x.' }, output: { content: 'There is no model x.' } },
    ],
    ['operations', 404, { error: { code: 'test.model_unknown', message: 'There is no model x.' } }],
  ] as const)('in the style of the %s surface', (surface, status, body) => {
    expect(renderFailure(modelUnknown({ model: 'x' }), surface, asked)).toMatchObject({ status, body });
  });

  it('answers wrong fields with 422 on the admin and native surfaces, with 400 elsewhere', () => {
    const failure = wrongFields({ fields: { email: ['The email field is required.'], name: ['Too long.'] } });
    const statuses = allSurfaces.map((surface) => renderFailure(failure, surface, asked).status);
    expect(statuses).toEqual([422, 400, 400, 400, 400, 422, 422]);
    expect(renderFailure(failure, 'admin', asked).body).toEqual({
      message: 'The email field is required. (and 1 more error)',
      errors: { email: ['The email field is required.'], name: ['Too long.'] },
    });
    expect(renderFailure(failure, 'openai', asked).body).toMatchObject({
      error: { param: 'email', message: 'email: The email field is required. name: Too long.' },
    });
  });

  it('tells SDKs not to try again what cannot succeed', () => {
    expect(renderFailure(outOfMoney(), 'openai', asked).headers).toEqual({ 'x-should-retry': 'false' });
  });

  it('passes details and headers of the failure on', () => {
    const failure = outOfMoney({ details: { current_balance: 0 }, headers: { 'retry-after': '3' } });
    const rendered = renderFailure(failure, 'account-chat', asked);
    expect(rendered.body).toMatchObject({ error: { current_balance: 0 } });
    expect(rendered.headers).toMatchObject({ 'retry-after': '3' });
  });
});

describe('failureOf', () => {
  it('keeps what nobody foresaw inside', () => {
    const failure = failureOf(new Error('connection string with password'), asked);
    expect(failure).toMatchObject({ status: 500, code: 'internal' });
    expect(failure.message).not.toContain('password');
  });

  it('leaves failures as they are', () => {
    const failure = outOfMoney();
    expect(failureOf(failure, asked)).toBe(failure);
    expect(failure).toBeInstanceOf(Failure);
  });
});

describe('surfaceOf', () => {
  const none = {};
  it.each([
    ['/api', none, 'native'],
    ['/api/?x=1', none, 'native'],
    ['/api/users', none, 'admin'],
    ['/api/v1', none, 'account'],
    ['/api/v1/users/me?x=1', none, 'account'],
    ['/api/v1/chat/completions', none, 'account-chat'],
    ['/api/v1/models/openai/gpt-4o', none, 'account-chat'],
    ['/api/v10/users', none, 'admin'],
    ['/v1/models', none, 'openai'],
    ['/v1/models', { 'anthropic-version': '2026-10-21' }, 'anthropic'],
    ['/v1/messages?beta=true', none, 'anthropic'],
    ['/health/live', none, 'operations'],
    ['/apiary', none, 'operations'],
  ] as const)('%s %j is %s', (url, headers, surface) => {
    expect(surfaceOf({ url, headers })).toBe(surface);
  });
});
