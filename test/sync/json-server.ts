import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A paged JSON API of people, which knows every way of paging. */
export class JsonServer {
  readonly key = 'a-key-of-the-json-directory';
  items: readonly object[] = [];
  pageSize = 2;
  claimedTotal: number | null = null;
  ignoresPaging = false;
  linksTo: string | null = null;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<JsonServer> {
    const server = createServer();
    const api = new JsonServer(server);
    server.on('request', (request, response) => api.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/people`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    if (request.headers['x-directory-key'] !== this.key) return void response.writeHead(401).end();
    const start = this.ignoresPaging ? 0 : this.startOf(url.searchParams);
    const end = start + this.pageSize;
    const isLast = end >= this.items.length;
    const meta = {
      total: this.claimedTotal ?? this.items.length,
      cursor: isLast ? null : String(end),
      link: isLast ? null : (this.linksTo ?? `/people?cursor=${end}`),
    };
    const body = { data: { people: this.items.slice(start, end) }, meta };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  private startOf(query: URLSearchParams): number {
    const page = query.get('page');
    return page === null ? Number(query.get('cursor') ?? 0) : (Number(page) - 1) * this.pageSize;
  }
}
