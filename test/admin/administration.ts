import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { PersonRole } from '@onegate/tenants';
import type { Caller } from '../setup/caller.ts';
import { given, password } from '../setup/given.ts';

export interface PersonBody {
  readonly id: number;
  readonly public_id: string;
  readonly name: string;
  readonly email: string;
  readonly status: string;
  readonly roles: string[];
  readonly tenant_id: number | null;
}

export interface TenantBody {
  readonly id: number;
  readonly public_id: string;
  readonly name: string;
  readonly users_count: number;
  readonly users: PersonBody[];
}

export interface Page<Row> {
  readonly data: Row[];
  readonly total: number;
  readonly per_page: number;
  readonly last_page: number;
  readonly next_page_url: string | null;
}

/** Somebody who is signed in. */
export interface Administrator extends PersonBody {
  readonly call: Caller;
}

export interface Administration {
  readonly boss: Caller;
  readonly bossId: number;
  tenant(name?: string): Promise<TenantBody>;
  /** A person of that tenant, made by the super-admin, and signed in. */
  person(tenant: Pick<TenantBody, 'id'> | null, role?: PersonRole): Promise<Administrator>;
  session(email: string): Promise<Caller>;
  token(email: string): Promise<string>;
}

let people = 0;

/** Tenants and the people in them, all through the API itself. */
export async function administration(app: NestFastifyApplication, call: Caller): Promise<Administration> {
  const token = async (email: string): Promise<string> => {
    const { body } = await call.post<{ access_token: string }>('/api/auth/login', { email, password });
    return body.access_token;
  };
  const session = async (email: string): Promise<Caller> => call.signedIn(await token(email));
  const { id: bossId, email: bossEmail } = await given(app).superAdmin();
  const boss = await session(bossEmail);
  return {
    boss,
    bossId,
    session,
    token,
    async tenant(name = 'Acme') {
      return (await boss.post<TenantBody>('/api/tenants', { name })).body;
    },
    async person(tenant, role = 'member') {
      people += 1;
      const { status, body } = await boss.post<PersonBody>('/api/users', {
        name: `Somebody ${people}`,
        email: `somebody${people}@example.com`,
        password,
        tenant_id: tenant?.id ?? null,
        roles: tenant || role === 'super-admin' ? [role] : [],
      });
      if (status !== 201) throw new Error(`Nobody was made: ${JSON.stringify(body)}`);
      return { ...body, call: await session(body.email) };
    },
  };
}
