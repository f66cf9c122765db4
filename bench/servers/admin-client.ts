import { administrator } from './onegate.ts';

/** Calls the API as the administrator whom setup made. */
export class AdminClient {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  static async signIn(url: string): Promise<AdminClient> {
    const { access_token: token } = await new AdminClient(url, '').send<{ access_token: string }>(
      'POST',
      '/api/auth/login',
      administrator,
    );
    return new AdminClient(url, token);
  }

  /** The body of the answer; anything but success is thrown. */
  async send<Body>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Body> {
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Body;
  }
}
