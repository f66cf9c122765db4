import type { Caller } from '../setup/caller.ts';

export interface PromotionBody {
  readonly id: number;
  readonly public_id: string;
  readonly redeemed_count: number;
}

/** Campaigns and codes, made by an administrator over the API. */
export function campaigns(boss: Caller) {
  const promotion = async (fields: object = {}): Promise<PromotionBody> => {
    const { status, body } = await boss.post<PromotionBody>('/api/promotions', {
      name: 'Spring',
      amount_usd: '5.00',
      ...fields,
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  };
  const codes = async ({ id }: PromotionBody, fields: object = {}): Promise<string[]> => {
    const { status, body } = await boss.post<{ data: { code: string }[] }>(
      `/api/promotions/${id}/codes`,
      fields,
    );
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.data.map(({ code }) => code);
  };
  return {
    promotion,
    codes,
    /** A promotion with one code. */
    async coded(fields: object = {}, code: object = { max_redemptions: null }) {
      const made = await promotion(fields);
      const [text = ''] = await codes(made, code);
      return { promotion: made, code: text };
    },
    async read({ id }: PromotionBody): Promise<PromotionBody> {
      return (await boss.get<PromotionBody>(`/api/promotions/${id}`)).body;
    },
  };
}

export type Campaigns = ReturnType<typeof campaigns>;
