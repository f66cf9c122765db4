import type { Enveloped, Items } from '../account/people.ts';
import type { Caller } from '../setup/caller.ts';
import { until } from '../setup/until.ts';
import type { WebhookReceiver } from './webhook-receiver.ts';

export const me = '/api/v1/users/me';

export interface Webhook {
  readonly id: string;
  readonly secret: string;
}

export interface Notice {
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** People who want to be told, where the receiver listens. */
export function alerting(receiver: WebhookReceiver) {
  return {
    async webhook(caller: Caller, path = me): Promise<Webhook> {
      const { status, body } = await caller.post<Enveloped<Webhook>>(`${path}/webhooks`, {
        url: receiver.url,
      });
      if (status !== 200) throw new Error(JSON.stringify(body));
      return body.data;
    },

    async alert(caller: Caller, fields: object, path = me): Promise<string> {
      const { status, body } = await caller.post<Enveloped<{ id: string }>>(`${path}/alerts`, fields);
      if (status !== 200) throw new Error(JSON.stringify(body));
      return body.data.id;
    },

    async historyOf(caller: Caller, path = me): Promise<Notice[]> {
      return (await caller.get<Enveloped<Items<Notice>>>(`${path}/alerts/history`)).body.data.items;
    },

    told: (type: string, count = 1) =>
      until(`${count} of ${type}`, () => receiver.of(type).length >= count && receiver.of(type)),
  };
}

export type Alerting = ReturnType<typeof alerting>;
