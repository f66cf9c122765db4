import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIGURATION, KeyRing, type Configuration } from '@onegate/platform';
import { signatureInvalid } from '../payment.errors.js';
import type { SignedMessage } from '../providers/payment-provider.js';

const purpose = 'sandbox-webhooks';
const form = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/** Signs in the manner of real providers: the time and the body, under a key that only our own processes have. */
@Injectable()
export class SandboxSignature {
  constructor(
    private readonly ring: KeyRing,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly config: Configuration,
  ) {}

  headerFor(body: string): string {
    const seconds = String(Math.floor(this.clock.now().getTime() / 1000));
    return `t=${seconds},v1=${this.mac(this.ring.activeId, seconds, body).toString('hex')}`;
  }

  /** Under any of the keys: what was signed before a rotation arrives after it. */
  check({ body, signature }: SignedMessage): void {
    const [, seconds, hex] = form.exec(signature ?? '') ?? [];
    if (seconds === undefined || hex === undefined) throw signatureInvalid();
    const age = Math.abs(this.clock.now().getTime() / 1000 - Number(seconds));
    if (age > this.config.payments.webhookToleranceSeconds) throw signatureInvalid();
    const given = Buffer.from(hex, 'hex');
    const isRight = this.ring.keyIds.some((keyId) => timingSafeEqual(given, this.mac(keyId, seconds, body)));
    if (!isRight) throw signatureInvalid();
  }

  private mac(keyId: string, seconds: string, body: string): Buffer {
    return createHmac('sha256', this.ring.subkey(purpose, keyId)).update(`${seconds}.${body}`).digest();
  }
}
