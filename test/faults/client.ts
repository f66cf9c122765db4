import { request, type IncomingMessage } from 'node:http';
import type { PlannedCall } from './planned-call.ts';

/** What a client knows of a call afterwards. */
export interface CallRecord {
  readonly call: PlannedCall;
  /** `null`: nobody answered. */
  readonly status: number | null;
  /**
   * `whole`: the answer came to its proper end. `broken`: the connection ended before that. `left`: the client went
   * away. `refused`: the answer is an error.
   */
  readonly outcome: 'whole' | 'broken' | 'left' | 'refused';
  readonly text: string;
  readonly millis: number;
}

const patienceMillis = 30_000;

/** Makes one call, and goes away where the plan says so. Never fails. */
export function make(call: PlannedCall, url: string): Promise<CallRecord> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let response: IncomingMessage | null = null;
    const end = (outcome: CallRecord['outcome']): void => {
      const status = response?.statusCode ?? null;
      const isRefused = outcome === 'whole' && (status ?? 0) >= 400;
      resolve({
        call,
        status,
        outcome: isRefused ? 'refused' : outcome,
        text: Buffer.concat(pieces).toString(),
        millis: Math.round(performance.now() - startedAt),
      });
    };
    const asking = request(`${url}${call.path}`, { method: 'POST', headers: headersOf(call), agent: false });
    const leave = (): void => {
      end('left');
      asking.destroy();
    };
    asking.setTimeout(patienceMillis, () => asking.destroy());
    asking.on('error', () => end('broken'));
    asking.on('response', (answer) => {
      response = answer;
      let bytes = 0;
      answer.on('data', (piece: Buffer) => {
        pieces.push(piece);
        bytes += piece.length;
        if (call.leavesAfter !== null && call.leavesAfter > 0 && bytes >= call.leavesAfter) leave();
      });
      answer.on('end', () => end(answer.complete ? 'whole' : 'broken'));
      answer.on('error', () => end('broken'));
      answer.on('close', () => end('broken'));
    });
    asking.end(JSON.stringify(call.body));
    if (call.leavesAfter === 0) setTimeout(leave, 30);
  });
}

function headersOf({ key, script }: PlannedCall): Record<string, string> {
  return {
    authorization: `Bearer ${key.value}`,
    'content-type': 'application/json',
    'x-simulate': script,
  };
}
