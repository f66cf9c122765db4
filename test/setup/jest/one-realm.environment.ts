import { ModuleMocker } from 'jest-mock';

/** Suites run in the realm of the code that they test; see the runtime beside. */
export default class OneRealmEnvironment {
  readonly global = globalThis;
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimers = null;
  readonly fakeTimersModern = null;

  async setup(): Promise<void> {}
  async teardown(): Promise<void> {}

  getVmContext(): null {
    return null;
  }

  exportConditions(): string[] {
    return ['node', 'node-addons'];
  }
}
