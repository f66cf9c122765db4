/** Whatever the news say, nothing is believed for longer. */
const trustedForMillis = 60_000;
/** What is still asked for then is looked up again beside it: whoever calls all the time never waits for a look. */
const refreshedAfterMillis = 45_000;
/** How long a change that was announced may take to be committed. */
const doubtMillis = 10_000;

export interface FreshCacheOptions<Value> {
  readonly capacity: number;
  /** Whether all news have arrived; while they have not, everything is looked up. */
  readonly isCurrent: () => boolean;
  /** The names under which news speak of the value: `user:7`. */
  readonly tagsOf: (value: Value) => readonly string[];
}

interface Entry<Value> {
  readonly value: Value;
  readonly tags: readonly string[];
  readonly loadedAt: number;
}

interface Load<Value> {
  readonly result: Promise<Value | null>;
  readonly outdated: Set<string>;
}

/**
 * A bounded memory of things looked up elsewhere, kept fresh by news of what changed. What was being looked up while
 * its news came in is used once and not kept, because it may be of before the change. What is not there is not kept.
 */
export class FreshCache<Value> {
  private readonly entries = new Map<string, Entry<Value>>();
  private readonly keysByTag = new Map<string, Set<string>>();
  private readonly loads = new Map<string, Load<Value>>();
  private readonly running = new Set<Load<Value>>();
  private readonly doubtedUntil = new Map<string, number>();

  constructor(private readonly options: FreshCacheOptions<Value>) {}

  get size(): number {
    return this.entries.size;
  }

  /** The value under the key, from memory or looked up; callers at the same time share one look. */
  get(key: string, look: () => Promise<Value | null>): Promise<Value | null> {
    const entry = this.entries.get(key);
    const age = entry ? performance.now() - entry.loadedAt : 0;
    if (entry && age < trustedForMillis && this.options.isCurrent()) {
      this.entries.delete(key);
      this.entries.set(key, entry);
      if (age >= refreshedAfterMillis) this.refresh(key, look);
      return Promise.resolve(entry.value);
    }
    return (this.loads.get(key) ?? this.load(key, look)).result;
  }

  /** Forgets everything that carries the tag. */
  forget(tag: string): void {
    this.doubtedUntil.delete(tag);
    this.outdate(tag);
  }

  /** Forgets it, and does not keep it again until it is said to be forgotten, or long enough has passed. */
  doubt(tag: string): void {
    const now = performance.now();
    for (const [old, until] of this.doubtedUntil) if (until <= now) this.doubtedUntil.delete(old);
    this.doubtedUntil.set(tag, now + doubtMillis);
    this.outdate(tag);
  }

  clear(): void {
    this.entries.clear();
    this.keysByTag.clear();
    this.loads.clear();
    for (const load of this.running) load.outdated.add('*');
  }

  /** One that fails is tried again by the next caller, until somebody has to wait for it. */
  private refresh(key: string, look: () => Promise<Value | null>): void {
    if (!this.loads.has(key)) this.load(key, look).result.catch(() => undefined);
  }

  private load(key: string, look: () => Promise<Value | null>): Load<Value> {
    const outdated = new Set<string>();
    const loadedAt = performance.now();
    const result = look()
      .then((value) => {
        if (value === null) this.drop(key);
        else this.keep(key, { value, tags: this.options.tagsOf(value), loadedAt }, outdated);
        return value;
      })
      .finally(() => {
        this.running.delete(load);
        if (this.loads.get(key) === load) this.loads.delete(key);
      });
    const load: Load<Value> = { result, outdated };
    this.running.add(load);
    this.loads.set(key, load);
    return load;
  }

  private keep(key: string, entry: Entry<Value>, outdated: ReadonlySet<string>): void {
    const now = performance.now();
    const doubted = entry.tags.some((tag) => (this.doubtedUntil.get(tag) ?? 0) > now);
    if (doubted || outdated.has('*') || entry.tags.some((tag) => outdated.has(tag))) return;
    this.drop(key);
    this.entries.set(key, entry);
    for (const tag of entry.tags) {
      const keys = this.keysByTag.get(tag) ?? new Set<string>();
      this.keysByTag.set(tag, keys.add(key));
    }
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.options.capacity && oldest !== undefined) this.drop(oldest);
  }

  /** Nobody may join a look that began before the news. */
  private outdate(tag: string): void {
    this.loads.clear();
    for (const load of this.running) load.outdated.add(tag);
    for (const key of this.keysByTag.get(tag) ?? []) this.drop(key);
  }

  private drop(key: string): void {
    for (const tag of this.entries.get(key)?.tags ?? []) {
      const keys = this.keysByTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.keysByTag.delete(tag);
    }
    this.entries.delete(key);
  }
}
