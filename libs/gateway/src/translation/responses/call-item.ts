import { jsonOrNothing } from '@onegate/platform';
import { isObject } from '../../json/json-object.js';
import type { JsonObject } from '../wire.js';
import {
  itemAdded,
  itemDone,
  type ItemPlace,
  type ItemStatus,
  type OutputItem,
  type ResponseEvent,
} from './response-event.js';

export interface CalledTool {
  readonly callId: string;
  readonly name: string;
}

interface CallItem extends OutputItem {
  added(): ResponseEvent;
  delta(text: string): ResponseEvent[];
  /** The whole input is known. */
  complete(input: string): ResponseEvent[];
}

/** A call of a function: its arguments arrive bit by bit. */
export class FunctionCallItem implements CallItem {
  private input = '';
  private known = false;
  private status: 'in_progress' | ItemStatus = 'in_progress';

  constructor(
    private readonly place: ItemPlace,
    private readonly tool: CalledTool,
  ) {}

  get isIdle(): boolean {
    return this.known;
  }

  get isClosed(): boolean {
    return this.status !== 'in_progress';
  }

  view(): JsonObject {
    const { callId, name } = this.tool;
    const { input, status } = this;
    return { id: this.place.item_id, type: 'function_call', status, call_id: callId, name, arguments: input };
  }

  added(): ResponseEvent {
    return itemAdded(this.place, this.view());
  }

  delta(delta: string): ResponseEvent[] {
    if (delta === '') return [];
    this.input += delta;
    return [{ type: 'response.function_call_arguments.delta', ...this.place, delta }];
  }

  complete(input: string): ResponseEvent[] {
    this.known = true;
    return this.input === '' ? this.delta(input) : [];
  }

  close(status: ItemStatus): ResponseEvent[] {
    this.status = status;
    const { name } = this.tool;
    return [
      { type: 'response.function_call_arguments.done', ...this.place, name, arguments: this.input },
      itemDone(this.place, this.view()),
    ];
  }
}

/** A call of a tool that takes text: it comes wrapped in an object, so it can be shown only when it is whole. */
export class CustomCallItem implements CallItem {
  private wrapped = '';
  private input = '';
  private known = false;
  private status: 'in_progress' | ItemStatus = 'in_progress';

  constructor(
    private readonly place: ItemPlace,
    private readonly tool: CalledTool,
  ) {}

  get isIdle(): boolean {
    return this.known;
  }

  get isClosed(): boolean {
    return this.status !== 'in_progress';
  }

  view(): JsonObject {
    const { callId, name } = this.tool;
    const { input, status } = this;
    return { id: this.place.item_id, type: 'custom_tool_call', status, call_id: callId, name, input };
  }

  added(): ResponseEvent {
    return itemAdded(this.place, this.view());
  }

  delta(text: string): ResponseEvent[] {
    this.wrapped += text;
    return [];
  }

  complete(input: string): ResponseEvent[] {
    this.known = true;
    this.wrapped = input;
    return [];
  }

  close(status: ItemStatus): ResponseEvent[] {
    this.input = unwrapped(this.wrapped);
    this.status = status;
    const { input } = this;
    return [
      { type: 'response.custom_tool_call_input.delta', ...this.place, delta: input },
      { type: 'response.custom_tool_call_input.done', ...this.place, input },
      itemDone(this.place, this.view()),
    ];
  }
}

function unwrapped(text: string): string {
  const value = jsonOrNothing(text);
  return isObject(value) && typeof value['input'] === 'string' ? value['input'] : text;
}
