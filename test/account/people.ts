import { expect } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeysService, SignInService } from '@onegate/auth';
import { Database, SecretBox } from '@onegate/platform';
import { Obligations, type TenantRole, type User } from '@onegate/tenants';
import { mailContext } from '../../libs/platform/src/mail/mailer.ts';
import type { Caller } from '../setup/caller.ts';
import { given, password } from '../setup/given.ts';

export interface Person {
  readonly user: User;
  readonly call: Caller;
}

export interface Organization {
  readonly id: string;
  /** The path of the organization. */
  readonly path: string;
  readonly owner: Person;
}

export interface Enveloped<Data> {
  readonly success: true;
  readonly data: Data;
}

export interface Items<Item> {
  readonly items: Item[];
  readonly nextToken?: string;
}

export interface MemberItem {
  readonly memberId: string;
  readonly userId: string;
  readonly email: string;
  readonly roles: string[];
}

/** People who are signed in, their organizations, and how they join them: all through the API itself. */
export function people(app: NestFastifyApplication, call: Caller) {
  const signedIn = async (user: User): Promise<Person> => {
    const { token } = await app.get(SignInService).withPassword({ email: user.email, password });
    return { user, call: call.signedIn(token) };
  };

  const person = async (): Promise<Person> => signedIn(await given(app).user());

  const organization = async (owner?: Person): Promise<Organization> => {
    const founder = owner ?? (await person());
    const { body } = await founder.call.post<Enveloped<{ id: string }>>('/api/v1/organizations', {
      name: 'Acme',
    });
    return { id: body.data.id, path: `/api/v1/organizations/${body.data.id}`, owner: founder };
  };

  let keeping: Promise<unknown> | undefined;
  /** A worker forgets the text of a mail as soon as it is delivered, which may be before it is read here. */
  const keepMails = (): Promise<unknown> =>
    (keeping ??= app.get(Database).query(`
      create or replace function keep_mail() returns trigger language plpgsql as
        'begin new.sealed_body := coalesce(new.sealed_body, old.sealed_body); return new; end';
      create or replace trigger keep_mail before update on outgoing_mails
        for each row execute function keep_mail()`));

  /** The text of the last mail that was sent to this address. */
  const mailTo = async (email: string): Promise<string> => {
    const [mail] = await app
      .get(Database)
      .query<{ sealed_body: string }>(
        'select sealed_body from outgoing_mails where recipient = $1 order by id desc limit 1',
        [email],
      );
    return app.get(SecretBox).open(mailContext, mail?.sealed_body ?? '');
  };

  const tokenFor = async (email: string): Promise<string> =>
    /(?:#token=|accept\):\n\n)(\S+)/.exec(await mailTo(email))?.[1] ?? '';

  const invited = async ({ owner, path }: Organization, email: string, role: TenantRole): Promise<string> => {
    await keepMails();
    await owner.call.post(`${path}/invites`, { invites: [{ email, role }] });
    return tokenFor(email);
  };

  /** A person who joined with this role, and his id there. */
  const joined = async (
    where: Organization,
    role: TenantRole,
    who?: Person,
  ): Promise<Person & { memberId: string }> => {
    const joining = who ?? (await person());
    const token = await invited(where, joining.user.email, role);
    const { body } = await joining.call.post<Enveloped<{ memberId: string }>>('/api/v1/invites/accept', {
      token,
    });
    return { ...joining, memberId: body.data.memberId };
  };

  const memberIdOf = async ({ owner, path }: Organization, { user }: Person): Promise<string> => {
    const { body } = await owner.call.get<Enveloped<Items<MemberItem>>>(`${path}/members?limit=100`);
    return body.data.items.find(({ email }) => email === user.email)?.memberId ?? '';
  };

  /** A key of the person, on his own account or on that of an organization. */
  const key = async ({ user }: Person, where?: Organization): Promise<string> => {
    const [tenant] = where
      ? await app
          .get(Database)
          .query<{ id: string }>('select id from tenants where public_id = $1', [where.id])
      : [];
    const tenantId = tenant ? Number(tenant.id) : null;
    const { value } = await app.get(ApiKeysService).create({ userId: user.id, name: 'Key', tenantId });
    return value;
  };

  return { key, mailTo, person, signedIn, organization, joined, invited, tokenFor, memberIdOf };
}

/** An answer of this surface that refuses. */
export function refusal(status: number, error: unknown = expect.any(String)) {
  return { status, body: { success: false, error } };
}

/** Of calls that were made at once: who won does not matter. */
export function statusesOf(answers: readonly { readonly status: number }[]): number[] {
  return answers.map(({ status }) => status).toSorted((a, b) => a - b);
}

/** Stands in for billing, which knows what an account still owes or is owed. */
export class Subscribed extends Obligations {
  override ofTenant(): Promise<string[]> {
    return Promise.resolve(['A subscription runs until March.']);
  }

  override ofUser(): Promise<string[]> {
    return this.ofTenant();
  }
}
