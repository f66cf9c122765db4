import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { refuseUnguardedRoutes, routeAccessTable } from '@onegate/platform';
import { PersonalAccount } from '../../apps/api/src/account/account-kinds.ts';
import { Installation } from '../setup/installation.ts';

let installation: Installation;
let app: NestFastifyApplication;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app } = await installation.api());
});
afterAll(() => installation.close());

it('every route says who may call it', () => {
  const table = routeAccessTable(app);
  expect(table.length).toBeGreaterThan(2);
  expect(table.filter(({ rule }) => !rule)).toEqual([]);
});

it('only these routes are open to everybody', () => {
  const open = routeAccessTable(app).filter(({ rule }) => rule?.kind === 'public');
  expect(open.map(({ controller, handler }) => `${controller}.${handler}`).toSorted()).toMatchSnapshot();
});

it('a route without a rule stops the boot', async () => {
  @Controller('open')
  class ForgetfulController {
    @Get()
    read(): string {
      return 'anything';
    }
  }
  @Module({ controllers: [ForgetfulController] })
  class ForgetfulModule {}
  const forgetful = await NestFactory.create(ForgetfulModule, new FastifyAdapter(), { logger: false });
  expect(() => refuseUnguardedRoutes(forgetful)).toThrow('ForgetfulController.read');
  await forgetful.close();
});

it('so does a route of accounts that does not say what it does to them', () => {
  class ForgetfulController {
    @Get()
    read(): string {
      return 'anything';
    }
  }
  expect(() => PersonalAccount('users/:id/forgotten')(ForgetfulController)).toThrow(
    'ForgetfulController.read',
  );
});
