import { Injectable } from '@nestjs/common';
import type { Script } from '../script/script.schema.js';
import type { ClientConnection } from './client-connection.js';
import type { StreamEvent } from './dialect.js';
import { Framing } from './frame.js';
import { interruptionOf, type Interruption } from './interruption.js';
import { OpenConnections } from './open-connections.js';
import { Outlet } from './outlet.js';
import { Pace } from './pace.js';

/** What to play to a client, and what to send when the script wants the stream to fail. */
export interface Performance {
  readonly events: Iterable<StreamEvent>;
  readonly failure: () => readonly StreamEvent[];
  readonly script: Script;
}

/** Without a pace, events are put together up to this many characters a write. */
const writeTogether = 16_384;

/** Plays events to a client at the scripted pace, and breaks off where the script says so. */
@Injectable()
export class StreamPlayer {
  constructor(private readonly connections: OpenConnections) {}

  async play(connection: ClientConnection, performance: Performance): Promise<void> {
    const interruption = interruptionOf(performance.script);
    const playing = new Playing(connection, performance.script);
    let sent = 0;
    for (const event of performance.events) {
      if (connection.closed) return;
      if (sent === interruption?.after) return this.interrupt(playing, interruption, performance);
      await playing.send(event);
      sent += 1;
    }
    await playing.flush();
    connection.end();
  }

  private async interrupt(playing: Playing, { kind }: Interruption, { failure }: Performance): Promise<void> {
    await playing.flush();
    if (kind === 'cut') return playing.connection.cut();
    if (kind === 'hang') return this.connections.hang(playing.connection);
    for (const event of failure()) await playing.send(event);
    await playing.flush();
    playing.connection.end();
  }
}

class Playing {
  private readonly framing: Framing;
  private readonly outlet: Outlet;
  private readonly pace: Pace;
  private waiting = '';

  constructor(
    readonly connection: ClientConnection,
    script: Script,
  ) {
    this.framing = new Framing(script);
    this.outlet = new Outlet(connection, script);
    this.pace = new Pace(script);
  }

  async send(event: StreamEvent): Promise<void> {
    const wait = this.pace.waitFor(event.tokens ?? 0);
    if (wait >= 1) {
      await this.flush();
      await this.connection.pause(wait);
    }
    this.waiting += this.framing.frame(event);
    if (this.pace.paced || this.waiting.length >= writeTogether) await this.flush();
  }

  async flush(): Promise<void> {
    const { waiting } = this;
    if (waiting === '') return;
    this.waiting = '';
    await this.outlet.write(waiting);
  }
}
