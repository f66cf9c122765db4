import { Injectable } from '@nestjs/common';
import { accountOf, tagOf } from '@onegate/billing';
import { ContentLog } from '@onegate/usage';
import type { GatewayCall } from '../calls/gateway-call.js';
import { ContentTap, longestContent } from './content-tap.js';

/** Has what is said in a call kept, where its account wants that. */
@Injectable()
export class ContentRecording {
  constructor(private readonly contents: ContentLog) {}

  /** The call as it is, or with somebody who listens to its answer. */
  async around(call: GatewayCall, eventId: string): Promise<GatewayCall> {
    const account = tagOf(accountOf(call.principal));
    const retentionDays = await this.contents.daysOf(account);
    if (retentionDays === null) return call;
    const sent = call.sent.toString();
    const asked = sent.slice(0, longestContent).toWellFormed();
    const isAskedCut = sent.length > longestContent;
    const tap = new ContentTap(call.tap, ({ text, isCut }) => {
      const said = { asked, isAskedCut, answered: text, isAnsweredCut: isCut };
      void this.contents.keep({ eventId, account, retentionDays, ...said });
    });
    return { ...call, tap };
  }
}
