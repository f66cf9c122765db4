import { availableParallelism, cpus, totalmem } from 'node:os';

/** What the figures were made on. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const cores = availableParallelism();
  return `${cores} cores (${model}), ${gigabytes} GB, ${process.platform}, Node ${process.versions.node}`;
}
