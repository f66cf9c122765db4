import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { kustomizationOf, podOf, resourcesOf, type Manifest, type Pod } from './kubernetes-files.ts';

const relabelling = z.strictObject({
  source_labels: z.tuple([z.string()]),
  action: z.enum(['keep', 'drop', 'replace']).default('replace'),
  regex: z.string().default('(.*)'),
  target_label: z.string().optional(),
  replacement: z.string().default('$1'),
});
const scraping = z.object({
  scrape_configs: z.array(
    z.object({
      kubernetes_sd_configs: z.array(
        z.object({ role: z.literal('pod'), namespaces: z.object({ names: z.array(z.string()) }) }),
      ),
      relabel_configs: z.array(relabelling),
    }),
  ),
});
type Labels = Record<string, string>;

const [config] = scraping.parse(
  parse(readFileSync('deploy/prometheus/prometheus.yaml', 'utf8')),
).scrape_configs;
const rules = parse(readFileSync('deploy/prometheus/onegate.rules.yaml', 'utf8')) as {
  groups: { rules: { alert: string; expr: string; for?: string }[] }[];
};
const base = resourcesOf('base');
const workloads = base.filter(({ kind }) => kind === 'Deployment' || kind === 'Job');
/** Kustomize gives these to all pods. */
const common = { 'app.kubernetes.io/name': 'onegate', 'app.kubernetes.io/part-of': 'onegate' };

/** What Prometheus knows of a pod: a target for each port of its container, or one without. */
function targetsOf(name: string, { metadata, spec }: Pod, phase: string): Labels[] {
  const labels = Object.entries({ ...common, ...metadata.labels }).map(([key, value]) => [
    `__meta_kubernetes_pod_label_${key.replaceAll(/\W/g, '_')}`,
    value,
  ]);
  const known: Labels = {
    ...Object.fromEntries(labels),
    __meta_kubernetes_pod_name: `${name}-x`,
    __meta_kubernetes_pod_phase: phase,
  };
  const { ports } = spec.containers[0];
  if (ports.length === 0) return [known];
  return ports.map(({ name: port }) =>
    Object.assign({ __meta_kubernetes_pod_container_port_name: port }, known),
  );
}

/** As Prometheus does it, for what is used here; nothing if the target is left out. */
function relabelled(target: Labels): Labels | null {
  const labels = { ...target };
  for (const {
    source_labels: [source],
    action,
    regex,
    target_label: to,
    replacement,
  } of config?.relabel_configs ?? []) {
    const value = labels[source] ?? '';
    const found = new RegExp(`^(?:${regex})$`);
    if (action === 'replace') labels[to ?? ''] = value.replace(found, replacement);
    else if (found.test(value) !== (action === 'keep')) return null;
  }
  return labels;
}

function scraped(phase: string): Labels[] {
  const targets = workloads.flatMap((one) => targetsOf(one.metadata.name, podOf(one), phase));
  return targets.map(relabelled).filter((one) => one !== null);
}

it('Prometheus finds every pod that has figures, under the names that the alerts know', () => {
  const found = scraped('Running').map(({ job, instance }) => ({ job, instance }));
  expect(found).toEqual([
    { job: 'onegate-api', instance: 'onegate-api-x' },
    { job: 'onegate-worker', instance: 'onegate-worker-x' },
  ]);
  expect(scraped('Failed')).toEqual([]);
  const asked = rules.groups.flatMap((group) => group.rules.map(({ expr }) => expr)).join('\n');
  const named = [...asked.matchAll(/job="(onegate-\w+)"/g)].map(([, job]) => job);
  expect(named).toEqual(found.map(({ job }) => job));
});

it('Prometheus looks where the example runs, and the network lets it in', () => {
  const { namespace } = kustomizationOf('overlays/example');
  expect(config?.kubernetes_sd_configs[0]?.namespaces.names).toEqual([namespace]);
  for (const name of ['onegate-api', 'onegate-worker']) {
    const policy = base.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name);
    expect(JSON.stringify(policy?.spec)).toContain('{"kubernetes.io/metadata.name":"monitoring"}');
    expect(policy?.spec).toMatchObject({ ingress: [{ ports: [{ protocol: 'TCP', port: 'http' }] }] });
  }
});

it('a pod that ends its last calls is not away', () => {
  const away = rules.groups.flatMap((group) => group.rules).find(({ alert }) => alert === 'OnegateAway');
  const graces = workloads.map((one: Manifest) => podOf(one).spec.terminationGracePeriodSeconds ?? 0);
  expect(Number(/^(\d+)m$/.exec(away?.for ?? '')?.[1]) * 60).toBeGreaterThan(Math.max(...graces));
});
