import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Tells the process that started this one where it listens, and ends when that one is gone. */
export function announce(server: Server): void {
  const { port } = server.address() as AddressInfo;
  process.send?.({ port });
  process.on('disconnect', () => process.exit(0));
}
