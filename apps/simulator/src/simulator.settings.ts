import { z } from 'zod';

/** The settings of the simulator, each read from `ONEGATE_SIMULATOR_<NAME>`. */
const settingsSchema = z.object({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(4010),
  /** The directory of recorded streams; without it nothing can be replayed. */
  recordings: z.string().min(1).optional(),
  /** A script that applies to every request, such as `ttft=200,tps=60`. */
  script: z.string().default(''),
  /** How long requests in flight may take after the simulator was told to stop. */
  drainSeconds: z.coerce.number().min(0).default(10),
});

export type SimulatorSettings = Readonly<z.infer<typeof settingsSchema>>;

/** The token under which the settings are injected. */
export const simulatorSettings = Symbol('simulatorSettings');

export function completeSettings(settings: Partial<SimulatorSettings>): SimulatorSettings {
  return Object.freeze(settingsSchema.parse(settings));
}

/** Reads the settings from the environment; an empty value counts as not set. */
export function settingsFrom(environment: NodeJS.ProcessEnv): SimulatorSettings {
  const read = (name: string): string | undefined => environment[`ONEGATE_SIMULATOR_${name}`] || undefined;
  const result = settingsSchema.safeParse({
    host: read('HOST'),
    port: read('PORT'),
    recordings: read('RECORDINGS'),
    script: read('SCRIPT'),
    drainSeconds: read('DRAIN_SECONDS'),
  });
  if (result.success) return Object.freeze(result.data);
  throw new Error(`The simulator cannot start:\n${z.prettifyError(result.error)}`);
}
