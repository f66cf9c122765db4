import type { CallTrace } from '@onegate/platform';
import type { AdmittedCall } from '@onegate/usage';
import type { Retelling } from '../answers/retelling.js';
import type { CallTerms } from '../protocols/client-protocol.js';
import type { Success } from '../routes/route-tries.service.js';
import type { GatewayCall } from './gateway-call.js';

/** A call to which a provider has given a good answer. */
export interface AnsweredCall {
  readonly call: GatewayCall;
  /** Of its usage event, which is there once the call has ended. */
  readonly eventId: string;
  readonly terms: CallTerms;
  readonly admitted: AdmittedCall;
  readonly success: Success;
  /** By the clock that never jumps. */
  readonly startedAt: number;
  readonly trace: CallTrace;
}

/** A call whose answer is on its way to its client. */
export interface CallUnderDelivery extends AnsweredCall {
  readonly retelling: Retelling | null;
  /** It was ended because the money was used up that was held for it. */
  isCutOff: boolean;
}
