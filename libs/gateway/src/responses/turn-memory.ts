import type { JsonObject } from '../translation/wire.js';

const mostTurns = 8;
const mostLetters = 8 * 1024 * 1024;

interface Turn {
  readonly items: readonly JsonObject[];
  readonly letters: number;
}

/**
 * What was said on one connection, all of it up to each of the last turns: those can be gone on from there though they are
 * not stored. It ends with the connection.
 */
export class TurnMemory {
  private readonly turns = new Map<string, Turn>();
  private letters = 0;

  remember(responseId: string, items: readonly JsonObject[]): void {
    this.forget(responseId);
    const letters = JSON.stringify(items).length;
    this.turns.set(responseId, { items, letters });
    this.letters += letters;
    for (const oldest of this.turns.keys()) {
      if (this.turns.size <= mostTurns && this.letters <= mostLetters) return;
      this.forget(oldest);
    }
  }

  itemsUpTo(responseId: string): readonly JsonObject[] | null {
    return this.turns.get(responseId)?.items ?? null;
  }

  private forget(responseId: string): void {
    this.letters -= this.turns.get(responseId)?.letters ?? 0;
    this.turns.delete(responseId);
  }
}
