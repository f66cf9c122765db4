import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The line to the real Redis, which can be cut, mended, or go silent. */
export class RedisLine {
  private readonly sockets = new Set<Socket>();
  private state: 'good' | 'cut' | 'silent' = 'good';
  private waiting: (() => void)[] = [];

  private constructor(private readonly server: Server) {}

  static async to(redisUrl: string): Promise<RedisLine> {
    const { hostname, port } = new URL(redisUrl);
    const server = createServer();
    const line = new RedisLine(server);
    server.on('connection', (client) => line.relay(client, connect(Number(port), hostname)));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve());
    });
    return line;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.state = 'cut';
    for (const socket of this.sockets) socket.destroy();
  }

  /** What is sent arrives only once the line is good again. */
  silence(): void {
    this.state = 'silent';
  }

  mend(): void {
    this.state = 'good';
    for (const deliver of this.waiting.splice(0)) deliver();
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private relay(client: Socket, redis: Socket): void {
    for (const socket of [client, redis]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    if (this.state === 'cut') client.destroy();
    client.on('data', (chunk) => {
      if (this.state === 'silent') this.waiting.push(() => redis.write(chunk));
      else redis.write(chunk);
    });
    redis.on('data', (chunk) => client.write(chunk));
    client.on('close', () => redis.destroy());
    redis.on('close', () => client.destroy());
  }
}
