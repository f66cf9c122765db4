import { describe, expect, it } from '@jest/globals';
import { TurnMemory } from './turn-memory.js';

describe('the memory of a connection', () => {
  it('has its last eight turns', () => {
    const memory = new TurnMemory();
    for (let turn = 0; turn < 9; turn += 1) memory.remember(`resp_${turn}`, [{ turn }]);
    expect(memory.itemsUpTo('resp_0')).toBeNull();
    expect(memory.itemsUpTo('resp_1')).toEqual([{ turn: 1 }]);
    expect(memory.itemsUpTo('resp_8')).toEqual([{ turn: 8 }]);
  });

  it('is bounded in size, whatever was said', () => {
    const memory = new TurnMemory();
    const text = 'x'.repeat(5 * 1024 * 1024);
    memory.remember('resp_1', [{ text }]);
    memory.remember('resp_2', [{ text }]);
    expect(memory.itemsUpTo('resp_1')).toBeNull();
    expect(memory.itemsUpTo('resp_2')).not.toBeNull();
    memory.remember('resp_2', [{ text: 'short' }]);
    memory.remember('resp_3', [{ text }]);
    expect(memory.itemsUpTo('resp_2')).not.toBeNull();
  });
});
