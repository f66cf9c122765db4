import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface GoogleUser {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean | string;
  readonly name?: string;
}

interface Grant {
  readonly user: GoogleUser;
  readonly redirectUri: string;
  readonly challenge: string;
}

/** A small OpenID provider over real HTTP: exact redirect addresses, one-time codes, PKCE and client secret checked. */
export class GoogleStandIn {
  static readonly clientId = 'client-of-the-test';
  static readonly clientSecret = 'secret-of-the-test';
  private readonly grants = new Map<string, Grant>();
  private readonly people = new Map<string, GoogleUser>();
  /** Whoever is signed in at the provider. */
  user: GoogleUser = { sub: 'nobody' };
  isBroken = false;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<GoogleStandIn> {
    const server = createServer();
    const standIn = new GoogleStandIn(server);
    server.on('request', (request, response) => void standIn.answer(request, response));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve());
    });
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get environment(): Record<string, string> {
    return {
      ONEGATE_GOOGLE_CLIENT_ID: GoogleStandIn.clientId,
      ONEGATE_GOOGLE_CLIENT_SECRET: GoogleStandIn.clientSecret,
      ONEGATE_GOOGLE_AUTHORIZATION_URL: `${this.url}/authorize`,
      ONEGATE_GOOGLE_TOKEN_URL: `${this.url}/token`,
      ONEGATE_GOOGLE_USERINFO_URL: `${this.url}/userinfo`,
    };
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    if (this.isBroken) response.writeHead(500).end('broken');
    else if (url.pathname === '/authorize') this.authorize(url.searchParams, response);
    else if (url.pathname === '/token') this.token(new URLSearchParams(await text(request)), response);
    else this.userinfo(request, response);
  }

  private authorize(asked: URLSearchParams, response: ServerResponse): void {
    const isProper =
      asked.get('client_id') === GoogleStandIn.clientId &&
      asked.get('response_type') === 'code' &&
      asked.get('code_challenge_method') === 'S256' &&
      asked.get('scope') === 'openid email profile';
    if (!isProper) return void response.writeHead(400).end('improper');
    const [code, redirectUri] = [randomUUID(), asked.get('redirect_uri') ?? ''];
    const challenge = asked.get('code_challenge') ?? '';
    this.grants.set(code, { user: this.user, redirectUri, challenge });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state') ?? '');
    response.writeHead(302, { location: back.toString() }).end();
  }

  private token(given: URLSearchParams, response: ServerResponse): void {
    const code = given.get('code') ?? '';
    const grant = this.grants.get(code);
    this.grants.delete(code);
    const shown = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    const isProper =
      grant &&
      grant.challenge === shown &&
      grant.redirectUri === given.get('redirect_uri') &&
      given.get('client_secret') === GoogleStandIn.clientSecret;
    if (!isProper) return json(response, 400, { error: 'invalid_grant' });
    const accessToken = randomUUID();
    this.people.set(accessToken, grant.user);
    return json(response, 200, { access_token: accessToken, token_type: 'Bearer', expires_in: 60 });
  }

  private userinfo({ headers, url = '' }: IncomingMessage, response: ServerResponse): void {
    const token =
      headers.authorization?.replace('Bearer ', '') ??
      new URL(url, this.url).searchParams.get('access_token');
    const user = this.people.get(token ?? '');
    json(response, user ? 200 : 401, user ?? { error: 'invalid_token' });
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
