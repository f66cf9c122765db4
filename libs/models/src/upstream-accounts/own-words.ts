import { Failure } from '@onegate/platform';
import { invalidAccount } from './upstream-account.errors.js';

/** Where the surface of organizations has other names for the fields that rules complain about. */
const ownNames: Readonly<Record<string, string>> = { base_url: 'baseUrl', secret_headers: 'secretHeaders' };

/** Does the work; what is wrong with its input is told by the names that an organization's client sent it under. */
export async function complainingInOwnWords<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const fields = error instanceof Failure && error.code === 'request.invalid' ? error.fields : undefined;
    if (!fields) throw error;
    const renamed = Object.entries(fields).map(([name, texts]) => [ownNames[name] ?? name, texts.join(' ')]);
    throw invalidAccount(Object.fromEntries(renamed) as Record<string, string>);
  }
}
