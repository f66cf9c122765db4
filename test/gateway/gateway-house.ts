import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RouteTable } from '@onegate/models';
import { Admission, type CallEnd } from '@onegate/usage';
import { administration } from '../admin/administration.ts';
import { simulated, type Simulated } from '../setup/simulated.ts';
import { until } from '../setup/until.ts';
import { modelNamed } from '../upstreams/catalog.ts';

/** What became of one admitted call. */
interface ObservedCall {
  readonly requestId: string;
  readonly ends: CallEnd[];
  released: number;
}

/** A simulated Onegate in which a test sees how each call was settled, and can add accounts of other kinds. */
export interface GatewayHouse extends Simulated {
  readonly calls: ObservedCall[];
  /** The settled end of the call that was made last, or of that request. */
  settled(requestId?: string | null): Promise<CallEnd>;
  /** A new account that serves exactly this model; answers its id. */
  account(model: string, fields?: object): Promise<number>;
  /** Those that the tests added. */
  removeAccounts(): Promise<void>;
}

export async function gatewayHouse(options: Parameters<typeof simulated>[0] = {}): Promise<GatewayHouse> {
  const house = await simulated(options);
  const calls = observed(house.app);
  const accounts = await accountsIn(house);
  return {
    ...house,
    calls,
    ...accounts,
    settled: (requestId) =>
      until('the call to be settled', () => {
        const call = requestId ? calls.find((one) => one.requestId === requestId) : calls.at(-1);
        return call?.ends[0];
      }),
  };
}

/** Lets every admission through as it is, and remembers how its calls end. */
function observed(app: NestFastifyApplication): ObservedCall[] {
  const calls: ObservedCall[] = [];
  const admission = app.get(Admission);
  const admit = admission.admit.bind(admission);
  admission.admit = async (ask) => {
    const admitted = await admit(ask);
    const call: ObservedCall = { requestId: ask.requestId, ends: [], released: 0 };
    calls.push(call);
    return {
      ...admitted,
      settle(end, charged) {
        call.ends.push(end);
        return admitted.settle(end, charged);
      },
      release() {
        call.released += 1;
        return admitted.release();
      },
    };
  };
  return calls;
}

async function accountsIn({
  app,
  call,
}: Simulated): Promise<Pick<GatewayHouse, 'account' | 'removeAccounts'>> {
  const { boss } = await administration(app, call);
  const added: { id: number; model: string }[] = [];
  let count = 0;
  const routesTo = async (model: string): Promise<number[]> => {
    const { id } = await modelNamed(app, model);
    const routes = await app.get(RouteTable).routesTo(id, null);
    return routes.map(({ account }) => account.id);
  };
  return {
    async account(model, fields = {}) {
      count += 1;
      const { status, body } = await boss.post<{ id: number }>('/api/upstream-accounts', {
        name: `Secretly named account ${count}`,
        kind: 'simulator',
        credentials: { api_key: 'sk-secret-of-the-account' },
        serves: 'listed',
        models: [{ model }],
        ...fields,
      });
      if (status !== 201) throw new Error(JSON.stringify(body));
      added.push({ id: body.id, model });
      await until('the new route', async () => (await routesTo(model)).includes(body.id));
      return body.id;
    },
    async removeAccounts() {
      for (const { id, model } of added.splice(0)) {
        await boss.delete(`/api/upstream-accounts/${id}`);
        await until('the route to be gone', async () => !(await routesTo(model)).includes(id));
      }
    },
  };
}

/** The bytes of an answer, whatever becomes of its connection. */
export async function bytesOf(answer: Response): Promise<Buffer> {
  return Buffer.from(await answer.arrayBuffer());
}
