import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';

export const root = path.resolve('deploy/kubernetes');

const kustomization = z.object({
  namespace: z.string().optional(),
  resources: z.array(z.string()).default([]),
  components: z.array(z.string()).default([]),
  patches: z.array(z.object({ path: z.string() })).default([]),
  configMapGenerator: z
    .array(z.object({ name: z.string(), behavior: z.string().optional(), literals: z.array(z.string()) }))
    .default([]),
});
type Kustomization = z.infer<typeof kustomization>;

const named = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).optional() }),
  spec: z.unknown().optional(),
});
export type Manifest = z.infer<typeof named>;

const reference = z.object({ name: z.string(), key: z.string().optional() });

const container = z.looseObject({
  name: z.string(),
  args: z.array(z.string()).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  envFrom: z.array(z.object({ configMapRef: reference })).default([]),
  env: z
    .array(
      z.object({
        name: z.string(),
        value: z.string().optional(),
        valueFrom: z.object({ secretKeyRef: reference.required() }).optional(),
      }),
    )
    .default([]),
  startupProbe: z.unknown().optional(),
  livenessProbe: z.unknown().optional(),
  readinessProbe: z.unknown().optional(),
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }).optional(),
  securityContext: z.unknown().optional(),
  resources: z.unknown().optional(),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })).default([]),
});
export type Container = z.infer<typeof container>;

const workload = z.object({
  spec: z.object({
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }).optional(),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        serviceAccountName: z.string(),
        terminationGracePeriodSeconds: z.number().optional(),
        securityContext: z.unknown().optional(),
        topologySpreadConstraints: z.array(z.unknown()).default([]),
        containers: z.tuple([container]),
        volumes: z.array(
          z.looseObject({ name: z.string(), secret: z.looseObject({ secretName: z.string() }).optional() }),
        ),
      }),
    }),
  }),
});
export type Pod = z.infer<typeof workload>['spec']['template'];

/** What pods are made from: Deployments and Jobs. */
export function podOf(manifest: Manifest): Pod {
  return workload.parse(manifest).spec.template;
}

export function selectorOf(manifest: Manifest): Record<string, string> {
  return workload.parse(manifest).spec.selector?.matchLabels ?? {};
}

export function kustomizationOf(folder: string): Kustomization {
  return kustomization.parse(
    parse(readFileSync(path.join(root, folder, 'kustomization.yaml'), 'utf8'), { merge: true }),
  );
}

function manifestsIn(folder: string, files: readonly string[]): Manifest[] {
  return files.flatMap((file) =>
    parseAllDocuments(readFileSync(path.join(root, folder, file), 'utf8')).map((document) =>
      named.parse(document.toJS()),
    ),
  );
}

/** The manifests of a folder: its own, without those of folders that it builds upon. */
export function resourcesOf(folder: string): Manifest[] {
  return manifestsIn(
    folder,
    kustomizationOf(folder).resources.filter((name) => name.endsWith('.yaml')),
  );
}

export function patchesOf(folder: string): Manifest[] {
  return manifestsIn(
    folder,
    kustomizationOf(folder).patches.map(({ path: file }) => file),
  );
}

/** The generated configuration of a folder, upon that of what it builds upon. */
export function configurationOf(...folders: string[]): Record<string, string> {
  const literals = folders
    .flatMap((folder) => kustomizationOf(folder).configMapGenerator)
    .flatMap((map) => map.literals);
  return Object.fromEntries(
    literals.map((text) => {
      const [name = '', ...value] = text.split('=');
      return [name, value.join('=')];
    }),
  );
}

export function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder)).filter((file) => file !== 'kustomization.yaml');
}
