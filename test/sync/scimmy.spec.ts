import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { administration } from '../admin/administration.ts';
import { Installation } from '../setup/installation.ts';
import { scimToken } from './scim-server.ts';
import { synchronisation, type Synchronisation } from './synchronisation.ts';

interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly active?: boolean;
}

let installation: Installation;
let server: Server;
let at: Synchronisation;
let people: readonly Person[] = [];

beforeAll(async () => {
  installation = await Installation.create();
  const { app, call } = await installation.api();
  await installation.worker();
  const world = await administration(app, call);
  const tenant = await world.tenant();
  at = synchronisation(world.boss, tenant);
  server = await scimmyServer();
  await world.boss.put(`/api/tenants/${tenant.id}/directory`, {
    kind: 'scim',
    base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`,
    credentials: { type: 'bearer', token: scimToken },
  });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await installation.close();
});

/** A SCIM server that was made by others, with the people of this test in it. */
function scimmyServer(): Promise<Server> {
  SCIMMY.Resources.declare(SCIMMY.Resources.User).egress(() =>
    people.map(({ id, email, name, active = true }) => ({
      id,
      userName: id,
      displayName: name,
      active,
      emails: [{ value: email, primary: true }],
    })),
  );
  const app = express();
  const handler = (request: express.Request): string => {
    if (request.header('authorization') !== `Bearer ${scimToken}`) throw new Error('Not signed in');
    return 'onegate';
  };
  app.use(keepQuery);
  app.use('/scim/v2', new SCIMMYRouters({ type: 'bearer', handler }));
  return new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
}

/** The routers write numbers into the query, which Express 5 parses anew at each look: without this they page by nothing. */
function keepQuery(request: express.Request, _response: express.Response, next: express.NextFunction): void {
  Object.defineProperty(request, 'query', { value: { ...request.query }, writable: true });
  next();
}

const listed = (count: number): Person[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    email: `s${index}@scimmy.example`,
    name: `Person ${index}`,
  }));

it('people of a SCIM server of others join, are renamed, leave and come back', async () => {
  people = listed(510);
  expect(await at.sync()).toMatchObject({ state: 'completed', counts: { seen: 510, created: 510 } });

  const [first, second, ...others] = listed(510);
  people = [
    { ...first, email: 'renamed@scimmy.example' } as Person,
    { ...second, active: false } as Person,
    ...others,
  ];
  expect(await at.sync()).toMatchObject({ counts: { updated: 1, deactivated: 1, unchanged: 508 } });
  expect(await at.person('renamed@scimmy.example')).toMatchObject({ name: 'Person 0', status: 'active' });

  people = listed(509);
  expect(await at.sync()).toMatchObject({ counts: { updated: 1, reactivated: 1, deactivated: 1 } });
});
