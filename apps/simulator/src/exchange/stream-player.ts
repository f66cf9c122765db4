import { Injectable } from '@nestjs/common';
import type { Script } from '../script/script.schema.js';
import type { ClientConnection } from './client-connection.js';
import type { StreamEvent, TurnStream } from './dialect.js';
import { Framing } from './frame.js';
import { interruptionOf, type Interruption } from './interruption.js';
import { OpenConnections } from './open-connections.js';
import { Outlet } from './outlet.js';
import { Pace } from './pace.js';
import { scriptedFailure } from './scripted-failure.js';

/** Without a pace, events are put together up to this many characters a write. */
const writeTogether = 16_384;

/** Plays events to a client at the scripted pace, and breaks off where the script says so. */
@Injectable()
export class StreamPlayer {
  constructor(private readonly connections: OpenConnections) {}

  async play(connection: ClientConnection, stream: TurnStream, script: Script): Promise<void> {
    const interruption = interruptionOf(script);
    const playing = new Playing(connection, script);
    let sent = 0;
    for (const event of stream.events) {
      if (connection.closed) return;
      await playing.send(event);
      sent += 1;
      if (sent === interruption?.after) return this.interrupt(playing, interruption, stream);
    }
    await playing.finish();
  }

  private async interrupt(playing: Playing, { kind }: Interruption, stream: TurnStream): Promise<void> {
    await playing.flush();
    if (kind === 'cut') return playing.connection.cut();
    if (kind === 'hang') return this.connections.hang(playing.connection);
    const { script } = playing;
    for (const event of stream.failure(scriptedFailure(script.fail?.status ?? 500, script)))
      await playing.send(event);
    await playing.finish();
  }
}

class Playing {
  private readonly framing: Framing;
  private readonly outlet: Outlet;
  private readonly pace: Pace;
  private waiting = '';

  constructor(
    readonly connection: ClientConnection,
    readonly script: Script,
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

  /** Sends what is left together with the end of the answer. */
  async finish(): Promise<void> {
    await this.outlet.end(this.waiting);
  }

  async flush(): Promise<void> {
    const { waiting } = this;
    if (waiting === '') return;
    this.waiting = '';
    await this.outlet.write(waiting);
  }
}
