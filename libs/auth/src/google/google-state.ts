import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, randomToken, SecretBox } from '@onegate/platform';
import { z } from 'zod';

export const stateSeconds = 600;
const context = 'google-sign-in';
const contents = z.object({
  nonce: z.string(),
  verifier: z.string(),
  linkUserId: z.number().nullable(),
  until: z.number(),
});
export type GoogleStateContents = z.infer<typeof contents>;

/**
 * What the browser keeps in a cookie while its owner is at Google: sealed, so that it can be neither read nor made up,
 * and short-lived. Who comes back must bring the nonce that is in it, so that nobody can be led into another's sign-in.
 */
@Injectable()
export class GoogleState {
  constructor(
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  start(verifier: string, linkUserId: number | null): { nonce: string; sealed: string } {
    const nonce = randomToken(24);
    const until = this.clock.now().getTime() + stateSeconds * 1000;
    const sealed = this.box.seal(context, JSON.stringify({ nonce, verifier, linkUserId, until }));
    return { nonce, sealed };
  }

  /** `null` unless the cookie is ours, in time, and goes with the nonce that came back. */
  open(sealed: string | undefined, nonce: string): GoogleStateContents | null {
    const state = this.read(sealed);
    if (!state || state.until <= this.clock.now().getTime()) return null;
    const [given, kept] = [Buffer.from(nonce), Buffer.from(state.nonce)];
    return given.length === kept.length && timingSafeEqual(given, kept) ? state : null;
  }

  private read(sealed: string | undefined): GoogleStateContents | null {
    if (!sealed) return null;
    try {
      return contents.parse(JSON.parse(this.box.open(context, sealed)));
    } catch {
      return null;
    }
  }
}
