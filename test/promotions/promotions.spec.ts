import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { usd } from '@onegate/platform';
import { people, refusal, statusesOf, type Enveloped, type Items, type Person } from '../account/people.ts';
import { administration, type Administration } from '../admin/administration.ts';
import { billing, type Billing } from '../billing/wallets.ts';
import type { Caller } from '../setup/caller.ts';
import { Installation } from '../setup/installation.ts';
import { campaigns, type Campaigns } from './campaigns.ts';

let installation: Installation;
let app: NestFastifyApplication;
let call: Caller;
let books: Billing;
let who: ReturnType<typeof people>;
let admin: Administration;
let campaign: Campaigns;

beforeAll(async () => {
  installation = await Installation.create();
  ({ app, call } = await installation.api());
  books = billing(app);
  who = people(app, call);
  admin = await administration(app, call);
  campaign = campaigns(admin.boss);
});
afterAll(() => installation.close());

interface Active {
  readonly id: string;
  readonly status: string;
  readonly amountUsd: string;
  readonly remainingUsd?: string;
}

const mine = '/api/v1/users/me/promotions';
const redeem = (caller: Caller, code: string, path = mine) => caller.post(`${path}/redeem`, { code });
const activeOf = async (caller: Caller, path = mine) =>
  (await caller.get<Enveloped<Items<Active>>>(path)).body.data.items;
const balanceOf = async (caller: Caller, path = '/api/v1/users/me') =>
  (await caller.get<Enveloped<{ balance: number }>>(`${path}/balance`)).body.data.balance;

const unusable = refusal(404, 'This code cannot be redeemed.');

describe('POST /api/v1/users/{id}/promotions/redeem', () => {
  it('200 gives the credit with its expiry, however the code is typed, and it is listed', async () => {
    const { code, promotion } = await campaign.coded({ credit_days: 30, description: 'For spring' });
    const person = await who.person();
    const answer = await redeem(person.call, ` ${code.toLowerCase().replaceAll('-', ' ')} `);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        data: {
          id: expect.stringMatching(/^red_/),
          promotionId: promotion.public_id,
          name: 'Spring',
          amountUsd: '5',
        },
      },
    });
    expect(await balanceOf(person.call)).toBe(5_000_000);
    expect(await activeOf(person.call)).toMatchObject([
      { id: promotion.public_id, status: 'redeemed', amountUsd: '5', remainingUsd: '5' },
    ]);
  });

  it('409 for the same person again, 404 for a code of one use that another has used', async () => {
    const { code } = await campaign.coded({}, { max_redemptions: 1 });
    const [first, second] = [await who.person(), await who.person()];
    expect((await redeem(first.call, code)).status).toBe(200);
    expect(await redeem(second.call, code)).toMatchObject(unusable);
    expect(await balanceOf(second.call)).toBe(0);
    const { code: other } = await campaign.coded();
    expect((await redeem(first.call, other)).status).toBe(200);
    expect((await redeem(first.call, other)).status).toBe(409);
    expect(await balanceOf(first.call)).toBe(10_000_000);
  });

  it('404 in the same words for what never was, is over, used up, switched off or for others', async () => {
    const over = await campaign.coded({ starts_at: '2020-01-01T00:00:00Z', ends_at: '2020-02-01T00:00:00Z' });
    const oldCode = await campaign.coded({}, { ends_at: '2020-01-01T00:00:00Z' });
    const early = await campaign.coded({ starts_at: '2999-01-01T00:00:00Z' });
    const others = await campaign.coded({ audience: 'organization' });
    const off = await campaign.coded({ is_active: false });
    const { call: stranger } = await who.person();
    const answers = [];
    for (const code of ['ABCD-EFGH-JKLM-NPQR', ...[over, oldCode, early, others, off].map((one) => one.code)])
      answers.push(await redeem(stranger, code));
    for (const answer of answers) expect(answer).toMatchObject(unusable);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('429 for who tries too many; what worked does not count', async () => {
    const { call: guesser } = await who.person();
    const { code } = await campaign.coded();
    expect((await redeem(guesser, code)).status).toBe(200);
    for (let tries = 0; tries < 10; tries += 1) await redeem(guesser, `GUESS-${tries}-GUESS`);
    const answer = await redeem(guesser, (await campaign.coded()).code);
    expect(answer).toMatchObject(refusal(429));
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('tells who has it already no more than others about codes that never were, and lets him try no more', async () => {
    const { call: holder } = await who.person();
    const { promotion, code } = await campaign.coded();
    const [second = ''] = await campaign.codes(promotion);
    expect((await redeem(holder, code)).status).toBe(200);
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await redeem(holder, second)).status).toBe(409);
      expect(await redeem(holder, `NEVER-${tries}-WAS-ONE`)).toMatchObject(unusable);
    }
    expect(await redeem(holder, second)).toMatchObject(refusal(429));
  });

  it('gives one of many at once what one can have, to the cent', async () => {
    const person = await who.person();
    const { code } = await campaign.coded();
    const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(person.call, code)));
    expect(statusesOf(answers)).toEqual([200, ...Array.from({ length: 7 }, () => 409)]);
    expect(await balanceOf(person.call)).toBe(5_000_000);
  });

  it('gives many people at once as much as there is and not more', async () => {
    const { code, promotion } = await campaign.coded({ max_redemptions: 3 });
    const crowd: Person[] = [];
    while (crowd.length < 8) crowd.push(await who.person());
    const { call: second } = await installation.api();
    const answers = await Promise.all(
      crowd.map((person, index) => redeem(index % 2 ? person.call : person.call.at(second.url), code)),
    );
    expect(statusesOf(answers).filter((status) => status === 200)).toHaveLength(3);
    expect((await campaign.read(promotion)).redeemed_count).toBe(3);
    const balances = await Promise.all(crowd.map((person) => balanceOf(person.call)));
    expect(balances.reduce((sum, balance) => sum + balance, 0)).toBe(15_000_000);
    expect(await books.differences()).toEqual([]);
  });

  it('404 for the account of somebody else, 401 for nobody', async () => {
    const [person, stranger] = [await who.person(), await who.person()];
    const path = `/api/v1/users/${person.user.publicId}/promotions`;
    expect(await redeem(stranger.call, 'ABCD-EFGH', path)).toMatchObject(refusal(404));
    expect(await stranger.call.get(path)).toMatchObject(refusal(404));
    expect(await call.get(path)).toMatchObject({ status: 401 });
  });
});

describe('organizations', () => {
  it('take part by their owners; members may not, strangers do not see it', async () => {
    const organization = await who.organization();
    const member = await who.joined(organization, 'member');
    const { code } = await campaign.coded({ audience: 'organization' });
    const path = `${organization.path}/promotions`;
    expect(await redeem(member.call, code, path)).toMatchObject(refusal(403));
    expect(await redeem((await who.person()).call, code, path)).toMatchObject(refusal(404));
    expect((await redeem(organization.owner.call, code, path)).status).toBe(200);
    expect(await balanceOf(organization.owner.call, organization.path)).toBe(5_000_000);
    expect(await activeOf(organization.owner.call, path)).toMatchObject([{ status: 'redeemed' }]);
  });

  it('are no way for one person to take part twice', async () => {
    const organization = await who.organization();
    const { code } = await campaign.coded();
    const { call: owner } = organization.owner;
    expect((await redeem(owner, code)).status).toBe(200);
    expect((await redeem(owner, code, `${organization.path}/promotions`)).status).toBe(409);
  });
});

describe('GET /api/v1/users/{id}/promotions', () => {
  it('shows what is offered to all until one has it, and what is left of it', async () => {
    const person = await who.person();
    const offer = await campaign.promotion({ is_listed: true, audience: 'user', name: 'Offer' });
    await campaign.promotion({ is_listed: true, audience: 'organization', name: 'Not for people' });
    const shown = (await activeOf(person.call)).filter(({ id }) => id === offer.public_id);
    expect(shown).toMatchObject([{ status: 'available', amountUsd: '5' }]);
    const taken = await person.call.post(`${mine}/redeem`, { promotionId: offer.public_id });
    expect(taken.status).toBe(200);
    await books.charge(`u${person.user.id}`, usd(2));
    expect((await activeOf(person.call)).filter(({ id }) => id === offer.public_id)).toMatchObject([
      { status: 'redeemed', remainingUsd: '3' },
    ]);
    await books.charge(`u${person.user.id}`, usd(3));
    expect((await activeOf(person.call)).filter(({ id }) => id === offer.public_id)).toEqual([]);
  });

  it('does not show what needs a code, and the id of it is none', async () => {
    const secret = await campaign.promotion({ name: 'Secret' });
    const { call: person } = await who.person();
    expect((await activeOf(person)).map(({ id }) => id)).not.toContain(secret.public_id);
    expect(await person.post(`${mine}/redeem`, { promotionId: secret.public_id })).toMatchObject(unusable);
  });
});

describe('/api/promotions', () => {
  it('is for administrators of the platform alone', async () => {
    const tenant = await admin.tenant();
    const owner = await admin.person(tenant, 'owner');
    expect((await owner.call.get('/api/promotions')).status).toBe(403);
    expect((await owner.call.post('/api/promotions', {})).status).toBe(403);
  });

  it('422 names every field that is wrong', async () => {
    const { status, body } = await admin.boss.post('/api/promotions', {
      name: '',
      amount_usd: '0',
      starts_at: '2026-02-01T00:00:00Z',
      ends_at: '2026-01-01T00:00:00Z',
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      errors: { name: [expect.any(String)], amount_usd: [expect.any(String)] },
    });
  });

  it('changes what may change, and no limit goes below what was given', async () => {
    const { promotion, code } = await campaign.coded({ max_redemptions: 5 });
    for (const _ of [1, 2]) await redeem((await who.person()).call, code);
    const path = `/api/promotions/${promotion.id}`;
    expect((await admin.boss.patch(path, { max_redemptions: 1 })).status).toBe(422);
    expect(await admin.boss.patch(path, { max_redemptions: 2, name: 'Summer' })).toMatchObject({
      status: 200,
      body: { name: 'Summer', max_redemptions: 2, redeemed_count: 2, amount_usd: '5' },
    });
    expect(await redeem((await who.person()).call, code)).toMatchObject(unusable);
  });

  it('shows codes once, keeps hashes, and switches single ones off', async () => {
    const promotion = await campaign.promotion();
    const codes = await campaign.codes(promotion, { count: 3 });
    expect(new Set(codes).size).toBe(3);
    const list = await admin.boss.get<{ data: { id: number; hint: string }[] }>(
      `/api/promotions/${promotion.id}/codes`,
    );
    expect(list.body.data.map(({ hint }) => hint)).toEqual(codes.map((code) => code.slice(-4)));
    const rows = await books.database.query<object>('select * from promotion_codes');
    for (const code of codes) expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''));
    const [first] = list.body.data;
    expect((await admin.boss.delete(`/api/promotions/${promotion.id}/codes/${first?.id}`)).status).toBe(204);
    expect(await redeem((await who.person()).call, codes[0] ?? '')).toMatchObject(unusable);
    expect((await redeem((await who.person()).call, codes[1] ?? '')).status).toBe(200);
  });

  it('409 for a code that exists, in whatever spelling', async () => {
    const promotion = await campaign.promotion();
    await campaign.codes(promotion, { code: 'LAUNCH-2026', max_redemptions: null });
    const again = await admin.boss.post(`/api/promotions/${promotion.id}/codes`, { code: 'launch 2026' });
    expect(again.status).toBe(409);
    expect((await redeem((await who.person()).call, 'Launch2026')).status).toBe(200);
  });
});

// The last one: nobody gets to try anything from here after it.
it('429 for guessers who share an address, however many people they are', async () => {
  let refused = false;
  for (let tries = 0; tries <= 50 && !refused; tries += 1) {
    const { call: guesser } = await who.person();
    refused = (await redeem(guesser, `GUESS-${tries}-AGAIN`)).status === 429;
  }
  expect(refused).toBe(true);
});
