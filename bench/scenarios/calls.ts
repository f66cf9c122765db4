import type { Scenario } from '../scenario.ts';
import type { Contender } from '../stage.ts';
import type { Offer } from '../servers/furnishing.ts';
import { longCall, shortCall } from './prompts.ts';
import { throughput } from './throughput.ts';

/** A scenario that is nothing but calls of one kind. */
function calls(
  name: string,
  about: string,
  { offer, body, among }: { offer: Offer; body: object; among: readonly Contender['name'][] },
): Scenario {
  return {
    name,
    about,
    needsPackages: true,
    async run(stage, effort) {
      const contenders = stage.contenders.filter((one) => among.includes(one.name));
      const { table } = await throughput(stage, effort, contenders, (one) => one.target(offer, body));
      return [table];
    },
  };
}

export const prompt = calls('prompt', 'A call with a prompt of 100 KB', {
  offer: 'short',
  body: longCall,
  among: ['yardstick', 'Portkey', 'Onegate'],
});

export const translation = calls('translation', "A chat call that is answered by Anthropic's API", {
  offer: 'translated',
  body: shortCall,
  among: ['yardstick', 'Portkey', 'Onegate'],
});

export const fallback = calls('fallback', 'A provider that fails one call in five, and another behind it', {
  offer: 'shaky',
  body: shortCall,
  among: ['yardstick', 'Onegate'],
});
