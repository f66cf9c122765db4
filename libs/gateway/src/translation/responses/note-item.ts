import type { Seal } from '../neutral/hints.js';
import { sealedText } from '../neutral/sealed-text.js';
import type { JsonObject } from '../wire.js';
import type { OutputList } from './output-list.js';
import { itemAdded, itemDone, type OutputItem, type ResponseEvent } from './response-event.js';

/** Calls and text have no place for a signature, so it stands in a thought of its own behind them. */
export function noteItem(output: OutputList, seal: Seal, of: string): ResponseEvent[] {
  const { place, before } = output.next('rs');
  const item: JsonObject = {
    id: place.item_id,
    type: 'reasoning',
    status: 'completed',
    summary: [],
    encrypted_content: sealedText({ seal, of }),
  };
  output.add(settled(item));
  const { encrypted_content: _sealed, ...bare } = item;
  return [...before, itemAdded(place, { ...bare, status: 'in_progress' }), itemDone(place, item)];
}

function settled(item: JsonObject): OutputItem {
  return { isIdle: true, isClosed: true, view: () => item, close: () => [] };
}
