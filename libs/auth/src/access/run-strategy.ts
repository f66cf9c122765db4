import type { Strategy } from 'passport';

/** How a passport strategy ended. */
export type StrategyOutcome<User> =
  | { readonly kind: 'signed-in'; readonly user: User }
  | { readonly kind: 'refused'; readonly why: unknown }
  | { readonly kind: 'redirect'; readonly url: string };

/** A strategy that was given the ways to end; passport's types expect an Express request here. */
interface RunningStrategy {
  authenticate(request: object, options: object): void;
}

/**
 * Runs a passport strategy without passport's middleware: it asks for nothing of Express, its outcome is a value, and
 * each application uses its own strategy instead of the one that was last registered in the process.
 */
export function runStrategy<User>(
  strategy: Strategy,
  request: object,
  options: object = {},
): Promise<StrategyOutcome<User>> {
  return new Promise((resolve, reject) => {
    const run = Object.assign(Object.create(strategy) as Strategy, {
      success: (user: User) => resolve({ kind: 'signed-in', user }),
      fail: (why: unknown) => resolve({ kind: 'refused', why }),
      redirect: (url: string) => resolve({ kind: 'redirect', url }),
      pass: () => resolve({ kind: 'refused', why: 'passed on' }),
      error: reject,
    });
    (run as RunningStrategy).authenticate(request, options);
  });
}
