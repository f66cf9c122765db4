import { Injectable } from '@nestjs/common';
import { jsonOrNothing } from '@onegate/platform';
import type { TestCode } from '../upstream-accounts/account-test.schema.js';
import { baseUrlOf } from '../upstream-accounts/base-url.js';
import { codeOfAnswer, codeOfThrown } from '../upstream-accounts/diagnosis.js';
import { factsOf } from '../upstream-accounts/provider-kinds.js';
import { SmallCalls, type SmallAnswer } from '../upstream-accounts/small-call.service.js';
import { moneyCall, probeCall } from '../upstream-accounts/small-calls.js';
import type { UpstreamAccount } from '../upstream-accounts/upstream-account.entity.js';
import { UpstreamSecrets } from '../upstream-accounts/upstream-secrets.service.js';
import type { CapacityNote } from './capacity-notes.js';
import { readMoneyLeft } from './money-left.js';

/** Asks a provider what costs nothing to ask: whether the account is good, and where it tells it, what money is left. */
@Injectable()
export class AccountInquiry {
  constructor(
    private readonly secrets: UpstreamSecrets,
    private readonly calls: SmallCalls,
  ) {}

  async ask(account: UpstreamAccount): Promise<Omit<CapacityNote, 'at'>> {
    const baseUrl = baseUrlOf(account);
    if (baseUrl === null) return failed('address_refused');
    const facts = factsOf(account.kind);
    try {
      const call = moneyCall(facts, baseUrl) ?? probeCall(facts, account, baseUrl);
      return this.noteOf(account, await this.calls.send(account, this.secrets.open(account), call));
    } catch (thrown) {
      return failed(codeOfThrown(thrown));
    }
  }

  private noteOf({ kind }: UpstreamAccount, { status, text }: SmallAnswer): Omit<CapacityNote, 'at'> {
    if (status >= 300) return failed(codeOfAnswer(status, text));
    const { money } = factsOf(kind);
    const left = money ? readMoneyLeft(money.form, jsonOrNothing(text)) : null;
    return { code: 'ok', moneyLeft: left === null ? null : String(left) };
  }
}

function failed(code: TestCode): Omit<CapacityNote, 'at'> {
  return { code, moneyLeft: null };
}
