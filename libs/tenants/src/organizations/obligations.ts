/**
 * What keeps an account from being closed, in sentences for the person who wants to close it: a subscription that he pays
 * for. Credit that is left does not: nobody could ever spend the last of it. Whoever knows of such things provides this
 * port from a global module; without it there are none.
 */
export abstract class Obligations {
  abstract ofTenant(tenantId: number): Promise<readonly string[]>;
  abstract ofUser(userId: number): Promise<readonly string[]>;
}

export class NoObligations extends Obligations {
  override ofTenant(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  override ofUser(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }
}
