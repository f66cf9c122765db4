import { Failure } from '@onegate/platform';
import { providerSilent } from './payment.errors.js';

/** A provider that cannot be reached is no error of ours, and nothing that it says goes out as it is. */
export async function asking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw providerSilent({ cause });
  }
}
