import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock, Database } from '@onegate/platform';
import type { Caller } from '../setup/caller.ts';
import { given } from '../setup/given.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';

const model = 'gpt-4o-mini';
const day = 24 * 3_600_000;

let house: Simulated;
let owner: Caller;
let stranger: Caller;

beforeAll(async () => {
  house = await simulated({
    env: { ONEGATE_RESPONSE_DAYS: '3', ONEGATE_CONVERSATION_DAYS: '5' },
  });
  owner = house.call.signedIn(house.apiKey);
  stranger = house.call.signedIn(await given(house.app).payingKey());
});
afterAll(() => house.installation.close());

interface Made {
  readonly id: string;
}
interface Items {
  readonly data: readonly Made[];
}

describe('what an account has stored', () => {
  it('does not exist for a key of another, on any route', async () => {
    const ask = { model, input: 'Secret', background: true };
    const { body: response } = await owner.post<Made>('/v1/responses', ask);
    const { body: talk } = await owner.post<Made>('/v1/conversations', {
      items: [{ role: 'user', content: 'Secret' }],
    });
    const at = `/v1/responses/${response.id}`;
    const talkAt = `/v1/conversations/${talk.id}`;
    const { body: items } = await owner.get<Items>(`${talkAt}/items`);
    const itemAt = `${talkAt}/items/${items.data[0]?.id}`;
    const from = { model, input: 'x', previous_response_id: response.id };
    const reference = [{ type: 'item_reference', id: items.data[0]?.id }];
    const answers = await Promise.all([
      stranger.get(at),
      stranger.get(`${at}?stream=true`),
      stranger.get(`${at}/input_items`),
      stranger.post(`${at}/cancel`, {}),
      stranger.delete(at),
      stranger.post('/v1/responses', { model, input: reference }),
      stranger.post('/v1/responses', { model, input: 'x', conversation: talk.id }),
      stranger.post('/v1/responses/input_tokens', { model, input: 'x', conversation: talk.id }),
      stranger.get(talkAt),
      stranger.post(talkAt, { metadata: { a: 'b' } }),
      stranger.delete(talkAt),
      stranger.get(`${talkAt}/items`),
      stranger.post(`${talkAt}/items`, { items: [{ role: 'user', content: 'x' }] }),
      stranger.get(itemAt),
      stranger.delete(itemAt),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    const goingOn = await Promise.all([
      stranger.post('/v1/responses', from),
      stranger.post('/v1/responses', { ...from, stream: true }),
      stranger.post('/v1/responses', { ...from, background: true }),
      stranger.post('/v1/responses', { ...from, generate: false }),
      stranger.post('/v1/responses/input_tokens', from),
      stranger.post('/v1/responses/compact', { model, previous_response_id: response.id }),
    ]);
    expect(goingOn.map(({ status }) => status)).toEqual(goingOn.map(() => 400));
    const told = [...answers, ...goingOn].map(({ body }) => body);
    expect(JSON.stringify(told)).not.toContain('Secret');
    expect((await owner.get(at)).status).toBe(200);
    expect((await owner.get(itemAt)).status).toBe(200);
    expect((await owner.get<Items>(`${talkAt}/items`)).body.data).toHaveLength(1);
  });

  it('is kept as long as the settings say, and longer where it is built on', async () => {
    const { body: response } = await owner.post<Made>('/v1/responses', { model, input: 'x' });
    const { body: talk } = await owner.post<Made>('/v1/conversations', {});
    const database = house.app.get(Database);
    const daysLeft = async (table: string, column: string, id: string) => {
      const [row] = await database.query<{ expires_at: Date }>(
        `select expires_at from ${table} where ${column} = $1`,
        [id],
      );
      const left = new Date(row?.expires_at ?? 0).getTime() - house.app.get(Clock).now().getTime();
      return Math.round(left / day);
    };
    expect(await daysLeft('stored_responses', 'response_id', response.id)).toBe(3);
    expect(await daysLeft('conversations', 'public_id', talk.id)).toBe(5);
    const soon = new Date(house.app.get(Clock).now().getTime() + day);
    const shorten = 'update stored_responses set expires_at = $2 where response_id = $1';
    await database.query(shorten, [response.id, soon]);
    await owner.post('/v1/responses', { model, input: 'y', previous_response_id: response.id });
    expect(await daysLeft('stored_responses', 'response_id', response.id)).toBe(3);
  });
});
