import { expect, it } from '@jest/globals';
import { readMoneyLeft } from './money-left.js';

it('reads what OpenRouter says of a key', () => {
  const key = (limit_remaining: unknown) => readMoneyLeft('openrouter-key', { data: { limit_remaining } });
  expect(key(4.8984355238)).toBe(4_898_435_524n);
  expect(key(-0.5)).toBe(-500_000_000n);
  expect(key(null)).toBeNull();
  expect(readMoneyLeft('openrouter-key', 'rubbish')).toBeNull();
});

it('reads the balance in dollars that DeepSeek gives, and no other', () => {
  const balance = (currency: string, total_balance: string) =>
    readMoneyLeft('deepseek-balance', { balance_infos: [{ currency, total_balance }] });
  expect(balance('USD', '110.00')).toBe(110_000_000_000n);
  expect(balance('CNY', '110.00')).toBeNull();
  expect(balance('USD', 'much')).toBeNull();
});
