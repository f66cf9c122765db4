import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SignInService } from '@onegate/auth';
import type { Caller } from '../setup/caller.ts';
import { given, password } from '../setup/given.ts';
import { Installation } from '../setup/installation.ts';
import { people, type Organization } from './people.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let acme: Organization;
let callers: Record<string, Caller>;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  const world = people(app, call);
  acme = await world.organization();
  const member = await world.joined(acme, 'member');
  callers = {
    owner: acme.owner.call,
    'key of the owner on his own account': call.signedIn(await world.key(acme.owner)),
    'key of the owner on the organization': call.signedIn(await world.key(acme.owner, acme)),
    admin: (await world.joined(acme, 'admin')).call,
    member: member.call,
    'key of a member on the organization': call.signedIn(await world.key(member, acme)),
    stranger: (await world.person()).call,
    'administrator of the platform': await administrator(),
  };
});
afterAll(() => installation.close());

async function administrator(): Promise<Caller> {
  const { email } = await given(app).superAdmin();
  const { token } = await app.get(SignInService).withPassword({ email, password });
  return call.signedIn(token);
}

let thresholds = 0;

/** One route for each right: what all others of this right answer too, because the same door decides it. */
async function tried(who: string, account: string): Promise<Record<string, string>> {
  thresholds += 1;
  const alert = { kind: 'balance', thresholdUsd: `${thresholds}` };
  return {
    see: await outcome(who, 'GET', `${account}/balance`),
    read: await outcome(who, 'GET', `${account}/payment-methods`),
    write: await outcome(who, 'POST', `${account}/alerts`, alert),
    pay: await outcome(who, 'POST', `${account}/payment-method/setup-session`, {}),
  };
}

async function outcome(who: string, method: string, path: string, body?: object): Promise<string> {
  const answer = await callers[who]?.send<{ code?: string }>(method, path, body);
  return answer?.status === 200 ? 'done' : (answer?.body.code ?? 'nothing');
}

function each<Outcome>(outcome: Outcome) {
  return { see: outcome, read: outcome, write: outcome, pay: outcome };
}

const atKeyboard = 'auth.needs_session';
const forbidden = 'organization.forbidden';

describe('what can be done with the account of a person', () => {
  it.each([
    ['owner', each('done')],
    ['key of the owner on his own account', { ...each('done'), pay: atKeyboard }],
    ['key of the owner on the organization', { ...each(atKeyboard), see: 'done' }],
    ['admin', each('account.unknown')],
    ['member', each('account.unknown')],
    ['stranger', each('account.unknown')],
    ['administrator of the platform', { ...each('done'), pay: 'account.unknown' }],
  ])('%s', async (who, outcomes) => {
    expect(await tried(who, `/api/v1/users/${acme.owner.user.publicId}`)).toEqual(outcomes);
  });
});

describe('what can be done with the account of an organization', () => {
  it.each([
    ['owner', each('done')],
    ['key of the owner on his own account', each('organization.unknown')],
    ['key of the owner on the organization', { ...each('done'), pay: atKeyboard }],
    ['admin', { ...each(forbidden), see: 'done' }],
    ['member', { ...each(forbidden), see: 'done' }],
    ['key of a member on the organization', { ...each(forbidden), see: 'done' }],
    ['stranger', each('organization.unknown')],
    ['administrator of the platform', each('done')],
  ])('%s', async (who, outcomes) => {
    expect(await tried(who, acme.path)).toEqual(outcomes);
  });
});
