/** Builds the names of keys, all below the configured prefix; what goes in braces decides the slot in a cluster. */
export class RedisKeys {
  constructor(private readonly prefix: string) {}

  /** `key('login', email)` → `onegate:login:…` */
  key(...parts: readonly (string | number)[]): string {
    return [this.prefix, ...parts].join(':');
  }

  /** Keys with the same tag live on the same node, so that one script may touch them together. */
  tagged(tag: string | number, ...parts: readonly (string | number)[]): string {
    return [this.prefix, `{${tag}}`, ...parts].join(':');
  }

  /** BullMQ's own prefix: all keys of the queues in one slot. */
  get queues(): string {
    return `{${this.prefix}:jobs}`;
  }
}
