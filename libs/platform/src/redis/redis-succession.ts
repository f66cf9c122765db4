import { Injectable } from '@nestjs/common';
import { Cluster, Redis } from 'ioredis';

const togetherMillis = 250;

/**
 * Tells when another Redis may have taken the place of the one that was told things: what that one had confirmed in its
 * last moments may be lost. With one server, or sentinels, that is whenever the connection is back; in a cluster also when
 * slots have another master, or a node is connected to anew.
 */
@Injectable()
export class RedisSuccession {
  private readonly listeners: (() => void)[] = [];
  private masters: ReadonlyMap<string, string> = new Map();
  private wasReady = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly redis: Redis) {
    // At run time it is one or the other; whoever sends commands need not know.
    const connection: Redis | Cluster = redis;
    connection.on('ready', () => this.ready());
    if (connection instanceof Cluster) this.follow(connection);
  }

  /** Called once or several times for each succession. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  private ready(): void {
    if (this.wasReady) this.tell();
    this.wasReady = true;
  }

  private follow(cluster: Cluster): void {
    cluster.on('refresh', () => {
      const before = this.masters;
      this.masters = mastersOf(cluster);
      if (before.size > 0 && [...this.masters].some(([slots, master]) => before.get(slots) !== master))
        this.tell();
    });
    cluster.on('+node', () => {
      if (this.wasReady) this.tell();
    });
  }

  /** While a cluster sorts itself out this is said many times within a second. */
  private tell(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      for (const listener of this.listeners) listener();
    }, togetherMillis).unref();
  }
}

/** By the first slot of each range. */
function mastersOf({ slots }: Cluster): Map<string, string> {
  const masters = new Map<string, string>();
  let last: string | undefined;
  for (const [slot, [master]] of slots.entries()) {
    if (master !== undefined && master !== last) masters.set(String(slot), master);
    last = master;
  }
  return masters;
}
