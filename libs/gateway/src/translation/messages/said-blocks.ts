import { parsed, type Dropped } from '../neutral/request-fields.js';
import type { SaidTurn } from '../neutral/said-turn.js';
import { sealedNote } from '../neutral/sealed-text.js';
import { notTranslatable } from '../translation.errors.js';
import { blockHints } from './cache-hints.js';
import {
  compactionBlock,
  redactedBlock,
  textBlock,
  thinkingBlock,
  toolUseBlock,
} from './message-blocks.schema.js';
import { callIdOf } from './tool-ids.js';
import type { TypedBlock } from './message-request.schema.js';

type Reader = (block: TypedBlock, at: string, turn: SaidTurn, dropped: Dropped) => void;

const readers: Readonly<Record<string, Reader>> = {
  text(block, at, turn) {
    const { text, cache_control } = parsed(textBlock, block, at);
    if (text !== '') turn.add({ type: 'text', text, ...blockHints(cache_control) });
  },

  thinking(block, at, turn) {
    const { thinking, signature } = parsed(thinkingBlock, block, at);
    if (!signature) return turn.think(thinking, undefined);
    const note = sealedNote(signature, `${at}.signature`);
    turn.think(thinking, note ? note.seal : { by: 'anthropic', signature });
  },

  redacted_thinking(block, at, turn) {
    const { data } = parsed(redactedBlock, block, at);
    const note = sealedNote(data, `${at}.data`);
    if (note?.of !== undefined) turn.returnNote(note);
    else turn.think('', note ? note.seal : { by: 'anthropic', encrypted: data });
  },

  tool_use(block, at, turn) {
    const { id, name, input, cache_control } = parsed(toolUseBlock, block, at);
    turn.add({
      type: 'tool-call',
      toolCallId: callIdOf(id),
      toolName: name,
      input,
      ...blockHints(cache_control),
    });
  },

  compaction(block, at, turn) {
    const { content, cache_control } = parsed(compactionBlock, block, at);
    if (content) turn.add({ type: 'text', text: content, ...blockHints(cache_control) });
  },
};

/** What Anthropic's servers did in an earlier turn. The text that came of it stays; nobody else can read the rest. */
const ofServers = /^(server_tool_use|mcp_tool_use|fallback|.+_tool_result)$/;

export function readSaidBlock(block: TypedBlock, at: string, turn: SaidTurn, dropped: Dropped): void {
  if (ofServers.test(block.type)) return dropped.add(`messages.${block.type}`);
  const reader = Object.hasOwn(readers, block.type) ? readers[block.type] : undefined;
  if (!reader) throw notTranslatable({ field: at, reason: `there is no word for "${block.type}" blocks.` });
  reader(block, at, turn, dropped);
}
