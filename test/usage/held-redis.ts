import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands before the real Redis and can lose what a client says from a given word on, as if the client had died there. */
export class HeldRedis {
  /** Whether the word has come. */
  hasHeld = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly word: string,
  ) {}

  static async before(redisUrl: string, word: string): Promise<HeldRedis> {
    const { hostname, port } = new URL(redisUrl);
    const server = createServer();
    const held = new HeldRedis(server, word);
    server.on('connection', (client) => held.relay(client, connect(Number(port), hostname)));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve());
    });
    return held;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private relay(client: Socket, redis: Socket): void {
    for (const socket of [client, redis]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.on('data', (chunk) => {
      if (chunk.toString('latin1').toLowerCase().includes(this.word)) this.hasHeld = true;
      if (!this.hasHeld) redis.write(chunk);
    });
    redis.on('data', (chunk) => client.write(chunk));
    client.on('close', () => redis.destroy());
    redis.on('close', () => client.destroy());
  }
}
