import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Metrics } from '@onegate/platform';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { z } from 'zod';
import { Installation } from '../setup/installation.ts';

const token = 'a-token-for-prometheus';

/** Of Prometheus itself. */
const givenMetrics = new Set(['up']);
const givenLabels = new Set(['instance', 'job', 'le', 'exported_job']);

const rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          labels: z.object({ severity: z.enum(['page', 'ticket']) }),
          annotations: z.object({ summary: z.string(), runbook: z.string() }),
        }),
      ),
    }),
  ),
});
const dashboard = z.object({
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      gridPos: z.object({ x: z.number(), w: z.number() }),
      targets: z.array(z.object({ expr: z.string() })).default([]),
    }),
  ),
});

const alerts = rules
  .parse(parse(readFileSync('deploy/prometheus/onegate.rules.yaml', 'utf8')))
  .groups.flatMap((group) => group.rules);
const { panels } = dashboard.parse(JSON.parse(readFileSync('deploy/grafana/onegate.json', 'utf8')));
const questions = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
];

let installation: Installation;
/** By the name under which Prometheus has it, with the labels that we give it. */
const told = new Map<string, ReadonlySet<string>>();

beforeAll(async () => {
  installation = await Installation.create({ env: { ONEGATE_METRICS_TOKEN: token } });
  const { app, call } = await installation.api();
  const worker = await installation.worker();
  for (const one of [app, worker]) {
    const { body } = await call
      .at(await one.getUrl())
      .signedIn(token)
      .get<string>('/metrics');
    for (const [, name = '', type] of body.matchAll(/^# TYPE (\w+) (\w+)$/gm)) {
      const { labelNames = [] } = (one.get(Metrics).registry.getSingleMetric(name) ?? {}) as {
        labelNames?: string[];
      };
      const ends = type === 'histogram' ? ['_bucket', '_count', '_sum'] : [''];
      for (const end of ends) told.set(`${name}${end}`, new Set(labelNames));
    }
  }
});
afterAll(() => installation.close());

interface Read {
  readonly metrics: string[];
  readonly labels: string[];
  readonly isWhole: boolean;
}

function read(question: string): Read {
  const expr = question.replaceAll('$__rate_interval', '5m');
  const found = { metrics: [] as string[], labels: [] as string[] };
  let isWhole = true;
  parser.parse(expr).iterate({
    enter: ({ name, type, from, to, node }) => {
      if (type.isError) isWhole = false;
      const text = expr.slice(from, to);
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') found.metrics.push(text);
      if (name === 'LabelName') found.labels.push(text);
    },
  });
  return { ...found, isWhole };
}

it('the reader of queries reads them', () => {
  const query = 'sum by (job) (rate(onegate_jobs_total{outcome="failed"}[5m])) > 1';
  expect(read(query)).toEqual({ metrics: ['onegate_jobs_total'], labels: ['job', 'outcome'], isWhole: true });
  expect(read('sum by (job (rate(x[5m]))').isWhole).toBe(false);
});

it.each(questions)('%s asks for figures that API or worker tell', (_title, expr) => {
  const { metrics, labels, isWhole } = read(expr);
  expect(isWhole).toBe(true);
  expect(metrics).not.toEqual([]);
  expect(metrics.filter((name) => !told.has(name) && !givenMetrics.has(name))).toEqual([]);
  const isOurs = (label: string) => metrics.some((name) => told.get(name)?.has(label));
  expect(labels.filter((label) => !givenLabels.has(label) && !isOurs(label))).toEqual([]);
});

it('every alert leads to a section of the page on production', () => {
  const page = readFileSync('docs/production.md', 'utf8');
  const titles = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase());
  const anchors = new Set(titles.map((title) => title.replaceAll(/[^\w -]/g, '').replaceAll(' ', '-')));
  const runbooks = alerts.map(({ annotations }) => annotations.runbook.split('docs/production.md#')[1] ?? '');
  expect(runbooks.filter((one) => !anchors.has(one))).toEqual([]);
});

it('every figure of our own is looked at by somebody', () => {
  const asked = new Set(questions.flatMap(([, expr]) => read(expr).metrics));
  const own = [...told.keys()].filter(
    (name) => name.startsWith('onegate_') && !/_(sum|bucket|count)$/.test(name),
  );
  expect(own.filter((name) => !asked.has(name))).toEqual([]);
});

it('panels have numbers of their own and stay within the page', () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
});
