/**
 * How many people may belong to a tenant, pending invites included. Whoever knows of plans provides this port from a
 * global module; without it there is no limit.
 */
export abstract class SeatLimit {
  /** `null` for as many as they like. Asked within the transaction, with the tenant locked. */
  abstract seatsOf(tenantId: number): Promise<number | null>;
}

export class UnlimitedSeats extends SeatLimit {
  override seatsOf(): Promise<null> {
    return Promise.resolve(null);
  }
}
