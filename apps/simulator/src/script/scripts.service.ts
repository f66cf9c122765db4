import { Inject, Injectable } from '@nestjs/common';
import { simulatorSettings, type SimulatorSettings } from '../simulator.settings.js';
import { parseScript, splitModel } from './script.parser.js';
import type { Script } from './script.schema.js';

export interface ScriptedModel {
  /** The model name without its script: what the answer names. */
  readonly model: string;
  readonly script: Script;
}

const unscripted: Script = {};
const countersKept = 10_000;

/** Finds the script of a request: the server's own, then the model name's, then the header's; the later wins, key by key. */
@Injectable()
export class ScriptsService {
  private readonly uses = new Map<string, number>();
  private readonly ownScript: Script;

  constructor(@Inject(simulatorSettings) settings: SimulatorSettings) {
    this.ownScript = settings.script === '' ? unscripted : parseScript(settings.script);
  }

  of(requested: string, header: string | undefined): ScriptedModel {
    const { model, script: suffix } = splitModel(requested);
    if (suffix === '' && header === undefined) return { model, script: this.ownScript };
    const script = { ...this.ownScript, ...parseScript(suffix), ...parseScript(header ?? '') };
    return {
      model,
      script: this.isOver(script, `${requested} ${header ?? ''}`) ? withoutInterruption(script) : script,
    };
  }

  /** Lets every `first=N` count from the beginning again. */
  forget(): void {
    this.uses.clear();
  }

  /** With `first=N` a script breaks off only the first N requests that carry the very same text. */
  private isOver(script: Script, text: string): boolean {
    if (script.first === undefined) return false;
    const used = (this.uses.get(text) ?? 0) + 1;
    if (this.uses.size >= countersKept) this.uses.clear();
    this.uses.set(text, used);
    return used > script.first;
  }
}

function withoutInterruption({
  fail: _fail,
  hang: _hang,
  cut: _cut,
  retry: _retry,
  ...rest
}: Script): Script {
  return rest;
}
