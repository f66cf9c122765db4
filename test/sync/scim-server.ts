import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScimUser {
  readonly id: string;
  readonly email: string;
  readonly name?: string;
  readonly active?: boolean;
}

export const scimToken = 'a-token-of-the-directory';

/** A SCIM 2.0 directory that a test holds in its hands: it can lose people, falter, lie, and wait. */
export class ScimServer {
  users: readonly ScimUser[] = [];
  /** More than this it never gives at once, whatever is asked for. */
  pageSize = 2;
  /** What it says instead of the truth. */
  claimedTotal: number | null = null;
  /** Called before each page with its first index; what it answers is sent instead of the page. */
  beforePage: (startIndex: number) => Promise<number | undefined> | number | undefined = () => undefined;
  pagesServed = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ScimServer> {
    const server = createServer();
    const directory = new ScimServer(server);
    server.on('request', (request, response) => void directory.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return directory;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/scim/v2`;
  }

  /** Everything as it was at the start, with these people. */
  become(...users: readonly ScimUser[]): void {
    Object.assign(this, {
      users,
      pageSize: 2,
      claimedTotal: null,
      pagesServed: 0,
      beforePage: () => undefined,
    });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    if (request.headers.authorization !== `Bearer ${scimToken}`) return send(response, 401, {});
    if (url.pathname !== '/scim/v2/Users') return send(response, 404, {});
    const startIndex = Number(url.searchParams.get('startIndex') ?? 1);
    const status = await this.beforePage(startIndex);
    if (status) return send(response, status, { detail: 'no' });
    const count = Math.min(this.pageSize, Number(url.searchParams.get('count') ?? this.pageSize));
    const some = this.users.slice(startIndex - 1, startIndex - 1 + count);
    this.pagesServed += 1;
    return send(response, 200, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: this.claimedTotal ?? this.users.length,
      startIndex,
      itemsPerPage: some.length,
      Resources: some.map(resource),
    });
  }
}

function resource({ id, email, name, active = true }: ScimUser) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    id,
    userName: email,
    displayName: name ?? email.split('@')[0],
    active,
    emails: [
      { value: 'other@elsewhere.example', type: 'home' },
      { value: email, primary: true },
    ],
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/scim+json' }).end(JSON.stringify(body));
}
