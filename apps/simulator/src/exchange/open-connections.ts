import type { ServerResponse } from 'node:http';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { simulatorSettings, type SimulatorSettings } from '../simulator.settings.js';
import { ClientConnection } from './client-connection.js';

/** Knows every exchange in flight, so that stopping takes a bounded time: what hangs ends at once, the rest may finish. */
@Injectable()
export class OpenConnections implements BeforeApplicationShutdown {
  private readonly open = new Set<ClientConnection>();
  private readonly hanging = new Set<ClientConnection>();
  private stopping = false;

  constructor(@Inject(simulatorSettings) private readonly settings: SimulatorSettings) {}

  take(response: ServerResponse): ClientConnection {
    const connection = new ClientConnection(response);
    this.open.add(connection);
    const { socket } = response;
    response.once('close', () => {
      this.open.delete(connection);
      if (this.stopping) socket?.end();
    });
    return connection;
  }

  /** Leaves the client waiting until it leaves by itself or the simulator stops. */
  async hang(connection: ClientConnection): Promise<void> {
    if (this.stopping) return connection.cut();
    this.hanging.add(connection);
    await connection.hang();
    this.hanging.delete(connection);
  }

  beforeApplicationShutdown(): void {
    this.stopping = true;
    for (const connection of this.hanging) void connection.cut();
    setTimeout(() => this.cutAll(), this.settings.drainSeconds * 1000).unref();
  }

  private cutAll(): void {
    for (const connection of this.open) connection.response.socket?.destroy();
  }
}
