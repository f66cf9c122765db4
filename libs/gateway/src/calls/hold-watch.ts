import type { CatalogModel } from '@onegate/models';
import type { AdmittedCall } from '@onegate/usage';
import type { AnswerCut } from '../answers/begun-answer.js';
import { estimatePromptTokens } from '../usage-reading/estimate-prompt-tokens.js';
import type { GatewayCall } from './gateway-call.js';

/** Hardly any text has more bytes to a token: before so many, nothing is counted. */
const bytesPerToken = 5;
/** Tokenizers differ by so much: an answer is never cut off that is paid for. */
const doubt = 0.9;
const growthUntilNextLook = 1.2;

/**
 * Looks now and then whether a stream is still within the money held for it. Providers are told how long an answer may
 * be and keep to it, so that this costs next to nothing; it is for those that do not.
 */
export class HoldWatch {
  private lookAt: number;

  private constructor(
    private readonly cut: AnswerCut,
    private readonly isPaid: (output: number) => boolean,
    most: number,
  ) {
    this.lookAt = most * bytesPerToken;
  }

  /** None where the answer costs nothing, or cannot be ended. */
  static over(
    admitted: AdmittedCall,
    { protocol, body }: Pick<GatewayCall, 'protocol' | 'body'>,
    { cut, model }: { readonly cut: AnswerCut | null; readonly model: CatalogModel },
  ): HoldWatch | null {
    const { maxOutputTokens, holdNano } = admitted;
    if (cut === null || maxOutputTokens === null || holdNano === 0n) return null;
    const isPaid = (output: number): boolean =>
      admitted.covers({ request: 1, input: estimatePromptTokens(protocol.name, body), output }, model);
    return new HoldWatch(cut, isPaid, maxOutputTokens);
  }

  /** Whether it is worth asking. */
  get isLong(): boolean {
    return this.cut.said() > this.lookAt;
  }

  /** The events that end the answer, once the money is used up. */
  async ending(): Promise<string | null> {
    const said = this.cut.said();
    if (this.isPaid(Math.floor((await this.cut.tokens()) * doubt))) {
      this.lookAt = said * growthUntilNextLook;
      return null;
    }
    return this.cut.ending();
  }
}
