import path from 'node:path';
import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readConfiguration } from '@onegate/platform';
import { settings } from '../../libs/platform/src/config/settings.ts';
import {
  configurationOf,
  filesIn,
  kustomizationOf,
  patchesOf,
  podOf,
  resourcesOf,
  root,
  selectorOf,
  type Container,
  type Manifest,
} from './kubernetes-files.ts';
import { complaintsAbout } from './kubernetes-schema.ts';

const folders = ['base', 'components/shared-data', 'overlays/example'];
const base = resourcesOf('base');
const workloads = base.filter(({ kind }) => kind === 'Deployment' || kind === 'Job');
const known = new Map(
  Object.values(settings).flatMap((table) => Object.values(table).map((one) => [one.env, one])),
);
/** Of other systems: their schemas are their own. */
const foreign = new Set(['external-secrets.io/v1']);

function of(kind: string, name: string): Manifest {
  const found = base.find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) throw new Error(`There is no ${kind} ${name}`);
  return found;
}

function containerOf(manifest: Manifest): Container {
  return podOf(manifest).spec.containers[0];
}

/** The keys that come into the secrets from outside. */
function outsideKeys(secret: string): string[] {
  const found = resourcesOf('overlays/example').find(
    ({ kind, metadata }) => kind === 'ExternalSecret' && metadata.name === secret,
  );
  const { data } = (found?.spec ?? { data: [] }) as { data: { secretKey: string }[] };
  return data.map(({ secretKey }) => secretKey);
}

describe('the manifests for Kubernetes', () => {
  it.each(folders)('%s is what the schemas of Kubernetes allow, and nothing else', (folder) => {
    const own = resourcesOf(folder).filter(({ apiVersion }) => !foreign.has(apiVersion));
    const complaints = [
      ...own.flatMap((one) => complaintsAbout(one, 'whole').map((text) => `${one.kind}: ${text}`)),
      ...patchesOf(folder).flatMap((one) => complaintsAbout(one, 'patch')),
    ];
    expect(complaints).toEqual([]);
  });

  it('the schemas refuse what is not theirs', () => {
    const api = structuredClone(of('Deployment', 'onegate-api'));
    const wrong = { ...api, spec: { ...(api.spec as object), replica: 3 } };
    expect(complaintsAbout(wrong, 'whole').join()).toContain('replica');
    expect(complaintsAbout({ ...api, spec: {} }, 'whole').join()).toContain('template');
    expect(complaintsAbout({ ...api, spec: {} }, 'patch')).toEqual([]);
  });

  it.each(folders)('%s uses every file that it has, and has every one that it names', (folder) => {
    const { resources, components, patches } = kustomizationOf(folder);
    const named = [...resources, ...components, ...patches.map((patch) => patch.path)];
    expect(named.filter((name) => !existsSync(path.join(root, folder, name)))).toEqual([]);
    expect(filesIn(folder).filter((file) => !named.includes(file))).toEqual([]);
  });

  it.each(['overlays/example', 'components/shared-data'])('%s patches what there is', (folder) => {
    const names = new Set(base.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
    const patched = patchesOf(folder).filter(({ metadata }) => metadata.name !== 'any');
    expect(
      patched.map(({ kind, metadata }) => `${kind} ${metadata.name}`).filter((one) => !names.has(one)),
    ).toEqual([]);
  });

  it.each([
    ['base', ['base']],
    ['the example', ['base', 'overlays/example']],
    ['the example with shared data', ['base', 'overlays/example', 'components/shared-data']],
  ])('%s is a configuration that Onegate starts with', (_name, from) => {
    const given = configurationOf(...from);
    expect(Object.keys(given).filter((name) => !known.has(name))).toEqual([]);
    const secrets = {
      DATABASE_URL: 'postgres://db/onegate',
      REDIS_URL: 'redis://redis',
      ONEGATE_SECRET_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
    };
    expect(readConfiguration({ ...given, ...secrets }).runtime.mode).toBe('production');
  });

  it('environments name settings only, and secrets come as files of secrets that hold them', () => {
    const patched = patchesOf('overlays/example').filter(({ kind }) => kind === 'Deployment');
    const problems = [...workloads, ...patched].flatMap((workload) => {
      const { containers } = (
        workload.spec as { template: { spec: { containers: Pick<Container, 'env'>[] } } }
      ).template.spec;
      return containers.flatMap(({ env }) => env.flatMap(problemOf));
    });
    expect(problems).toEqual([]);
  });

  function problemOf({ name, value, valueFrom }: Container['env'][number]): string[] {
    const setting = known.get(name.replace(/_FILE$/, ''));
    if (!setting) return [`${name} is no setting`];
    if (valueFrom) {
      const { name: secret, key } = valueFrom.secretKeyRef;
      return outsideKeys(secret).includes(key) ? [] : [`${secret} has no ${key}`];
    }
    if (!name.endsWith('_FILE')) return [`${name} belongs into the configuration`];
    if (!setting.secret) return [`${name} is no secret, it cannot be a file`];
    const secret = value?.startsWith('/setup-secrets/') ? 'onegate-setup' : 'onegate';
    return outsideKeys(secret).includes(path.basename(value ?? '')) ? [] : [`${secret} has no ${value}`];
  }

  it.each(workloads.map((one) => [one.metadata.name, one] as const))(
    '%s refers to what exists',
    (_name, one) => {
      const { spec } = podOf(one);
      const [container] = spec.containers;
      expect(base).toContainEqual(
        expect.objectContaining({
          kind: 'ServiceAccount',
          metadata: expect.objectContaining({ name: spec.serviceAccountName }),
        }),
      );
      const maps = kustomizationOf('base').configMapGenerator.map(({ name }) => name);
      for (const { configMapRef } of container.envFrom) expect(maps).toContain(configMapRef.name);
      const volumes = spec.volumes.map(({ name }) => name);
      expect(container.volumeMounts.map(({ name }) => name)).toEqual(volumes);
      for (const { secret } of spec.volumes) {
        if (secret) expect(outsideKeys(secret.secretName)).not.toEqual([]);
      }
      const mounts = container.volumeMounts.map(({ mountPath }) => `${mountPath}/`);
      for (const { name, value } of container.env.filter((env) => env.value)) {
        expect([name, mounts.some((mount) => value?.startsWith(mount))]).toEqual([name, true]);
      }
      expect(existsSync(String(container.args[0]).replace('dist/', '').replace(/\.js$/, '.ts'))).toBe(true);
    },
  );

  it.each(workloads.map((one) => [one.metadata.name, one] as const))('%s may do nothing', (_name, one) => {
    const { spec } = podOf(one);
    const [container] = spec.containers;
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.resources).toMatchObject({
      requests: { cpu: expect.anything(), memory: expect.anything() },
      limits: { memory: expect.anything() },
    });
  });

  it('ports are those that the processes listen on, and probes ask them', () => {
    const given = configurationOf('base');
    const ports = { 'onegate-api': given.PORT, 'onegate-worker': given.ONEGATE_WORKER_PORT };
    // Calls go on without Postgres or Redis; what a worker does needs both.
    const readiness: Record<string, string> = {
      'onegate-api': '/health/serving',
      'onegate-worker': '/health/ready',
    };
    for (const [name, port] of Object.entries(ports)) {
      const container = containerOf(of('Deployment', name));
      expect(container.ports).toEqual([{ name: 'http', containerPort: Number(port) }]);
      const live = { httpGet: { path: '/health/live', port: 'http' } };
      expect(container).toMatchObject({
        startupProbe: live,
        livenessProbe: live,
        readinessProbe: { httpGet: { path: readiness[name], port: 'http' } },
      });
    }
    expect(of('Service', 'onegate-api').spec).toMatchObject({ ports: [{ targetPort: 'http' }] });
  });

  it('a pod has time for what its load balancers, its calls and its end need', () => {
    const { ONEGATE_DRAIN_SECONDS: drains, ONEGATE_SETTLE_SECONDS: settles } = configurationOf('base');
    const drain = Number(drains) + Number(settles);
    for (const name of ['onegate-api', 'onegate-worker']) {
      const { spec } = podOf(of('Deployment', name));
      const waits = spec.containers[0].lifecycle?.preStop.sleep.seconds ?? 0;
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(waits + drain + 10);
      expect(spec.topologySpreadConstraints.length).toBeGreaterThan(0);
    }
  });

  it('selectors select the pods that they mean', () => {
    for (const name of ['onegate-api', 'onegate-worker']) {
      const { labels } = podOf(of('Deployment', name)).metadata;
      expect(labels).toMatchObject(selectorOf(of('Deployment', name)));
      const budget = of('PodDisruptionBudget', name).spec as { selector: { matchLabels: object } };
      const policy = of('NetworkPolicy', name).spec as { podSelector: { matchLabels: object } };
      expect(labels).toMatchObject(budget.selector.matchLabels);
      expect(labels).toMatchObject(policy.podSelector.matchLabels);
    }
    const { selector } = of('Service', 'onegate-api').spec as { selector: object };
    expect(podOf(of('Deployment', 'onegate-api')).metadata.labels).toMatchObject(selector);
    expect(of('HorizontalPodAutoscaler', 'onegate-api').spec).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'onegate-api' },
    });
  });

  it('the ingress leads to the service', () => {
    const ingress = resourcesOf('overlays/example').find(({ kind }) => kind === 'Ingress');
    expect(ingress?.spec).toMatchObject({
      rules: [
        { http: { paths: [{ backend: { service: { name: 'onegate-api', port: { name: 'http' } } } }] } },
      ],
    });
  });

  it('no secret is written down', () => {
    expect([...base, ...resourcesOf('overlays/example')].filter(({ kind }) => kind === 'Secret')).toEqual([]);
    const all = { ...configurationOf(...folders) };
    expect(Object.keys(all).filter((name) => known.get(name)?.secret)).toEqual([]);
  });
});
