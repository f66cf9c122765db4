import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The line to a real server, which can be cut, fall silent, or lose what a client says, as if one of both had died there. */
export class ServerLine {
  /** Whether the word has come from which on nothing passes any more. */
  hasHeld = false;
  private readonly sockets = new Set<Socket>();
  private readonly muted = new WeakSet<Socket>();
  private state: 'good' | 'cut' | 'silent' = 'good';
  private lastWord: string | null = null;
  private watcher: ((chunk: Buffer, client: Socket) => boolean) | null = null;
  private waiting: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    private readonly far: URL,
  ) {}

  static async to(serverUrl: string): Promise<ServerLine> {
    const server = createServer();
    const line = new ServerLine(server, new URL(serverUrl));
    server.on('connection', (client) => line.relay(client));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve());
    });
    return line;
  }

  /** The address of this end, with the name and password of the other. */
  get url(): string {
    const near = new URL(this.far);
    near.hostname = '127.0.0.1';
    near.port = String((this.server.address() as AddressInfo).port);
    return near.href;
  }

  cut(): void {
    this.state = 'cut';
    for (const socket of this.sockets) socket.destroy();
  }

  /** What is sent arrives only once the line is good again. */
  silence(): void {
    this.state = 'silent';
  }

  /** Loses all that clients say from that word on. */
  loseFrom(word: string): void {
    this.lastWord = word;
  }

  /** Asked about all that clients say; of whom it says no to, nothing passes any more. */
  watch(passes: (chunk: Buffer, client: Socket) => boolean): void {
    this.watcher = passes;
  }

  mend(): void {
    this.state = 'good';
    for (const deliver of this.waiting.splice(0)) deliver();
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private relay(client: Socket): void {
    const server = connect(Number(this.far.port), this.far.hostname);
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    if (this.state === 'cut') client.destroy();
    client.on('data', (chunk) => this.pass(chunk, client, server));
    server.on('data', (chunk) => client.write(chunk));
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  }

  private pass(chunk: Buffer, client: Socket, server: Socket): void {
    if (this.watcher?.(chunk, client) === false) this.muted.add(client);
    if (this.muted.has(client)) return;
    if (this.lastWord !== null && saysWord(chunk, this.lastWord)) this.hasHeld = true;
    if (this.hasHeld) return;
    if (this.state === 'silent') this.waiting.push(() => server.write(chunk));
    else server.write(chunk);
  }
}

function saysWord(chunk: Buffer, word: string): boolean {
  return chunk.toString('latin1').toLowerCase().includes(word);
}
