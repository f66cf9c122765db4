import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { people, refusal, type Organization, type Person } from './people.ts';

let installation: Installation;
let call: Caller;
let acme: Organization;
let stranger: Person;
let otherOwner: Person;
let memberId: string;

beforeAll(async () => {
  installation = await Installation.create();
  const api = await installation.api();
  call = api.call;
  const world = people(api.app, call);
  acme = await world.organization();
  memberId = (await world.joined(acme, 'member')).memberId;
  stranger = await world.person();
  otherOwner = (await world.organization()).owner;
});
afterAll(() => installation.close());

type Route = readonly [method: string, path: (id: string, inner: string) => string, body?: unknown];

/** Every route that takes the id of an organization. */
const routes: readonly Route[] = [
  ['GET', (id) => id],
  ['PUT', (id) => id, { name: 'Taken over' }],
  ['DELETE', (id) => id],
  ['GET', (id) => `${id}/api-keys`],
  ['GET', (id) => `${id}/remote-config`],
  ['PUT', (id) => `${id}/remote-config`, { enabled: false }],
  ['PUT', (id, inner) => `${id}/provider-keys/${inner}`, { apiKey: 'sk-x' }],
  ['DELETE', (id, inner) => `${id}/provider-keys/${inner}`],
  ['GET', (id) => `${id}/members`],
  ['DELETE', (id) => `${id}/members`, { memberIds: ['mem_x'] }],
  ['GET', (id) => `${id}/members/available-roles`],
  ['PUT', (id, inner) => `${id}/members/${inner}/role`, { role: 'member' }],
  ['GET', (id) => `${id}/invites`],
  ['POST', (id) => `${id}/invites`, { invites: [{ email: 'x@example.com' }] }],
  ['GET', (id) => `${id}/invites/count`],
  ['DELETE', (id, inner) => `${id}/invites/${inner}`],
];

function send(who: Caller, [method, path, body]: Route, id: string, inner: string) {
  return who.send(method, `/api/v1/organizations/${path(id, inner)}`, body);
}

it('401 on every route without sign-in', async () => {
  for (const route of routes) {
    expect(await send(call, route, acme.id, memberId)).toMatchObject(refusal(401));
  }
});

it('404 on every route for strangers and for owners of other organizations, existing or not alike', async () => {
  const unknown = acme.id.replace(/.{4}$/, '0000');
  for (const { call: who } of [stranger, otherOwner]) {
    for (const route of routes) {
      const answers = [
        await send(who, route, acme.id, memberId),
        await send(who, route, unknown, memberId),
        await send(who, route, 'org_1', memberId),
        await send(who, route, '1', memberId),
      ];
      for (const answer of answers) {
        expect(answer).toMatchObject(refusal(404, 'Organization not found'));
        expect(answer.body).toEqual(answers[0]?.body);
      }
    }
  }
});

it('garbage as an id never gets further than a 4xx', async () => {
  const garbage = fc.oneof(
    fc.constantFrom(
      '%00',
      '%',
      '%ff',
      '%2e%2e',
      '..%2f..',
      "'; drop table users; --",
      'null',
      '-1',
      '9'.repeat(40),
    ),
    fc.constantFrom('org_%00', 'a'.repeat(600), '%F0%9F%92%A5', 'org_' + 'z'.repeat(26), '[object Object]'),
    fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      .map((text) => encodeURIComponent(text.toWellFormed())),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), garbage, garbage, async (route, id, inner) => {
      const foreign = await send(acme.owner.call, route, id, inner);
      const own = route[1]('', 'x').includes('x')
        ? await send(acme.owner.call, route, acme.id, inner)
        : foreign;
      for (const { status } of [foreign, own]) {
        expect(status).toBeGreaterThanOrEqual(200);
        expect(status).toBeLessThan(500);
      }
    }),
    { numRuns: 300 },
  );
});
