import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { machine } from './machine.ts';
import { sectionOf, type Finding } from './markdown.ts';

const page = path.join(import.meta.dirname, '../../docs/benchmarks.md');
const begin = '<!-- figures: written by npm run bench -->';
const end = '<!-- end of figures -->';
const heading = /^### (\S+)$/m;

/** Puts what was found into the page, in the place of what was found before; what was not measured now stays. */
export async function writePage(findings: readonly Finding[], order: readonly string[]): Promise<void> {
  const text = existsSync(page) ? readFileSync(page, 'utf8') : `# Benchmarks\n\n${begin}\n${end}\n`;
  const [before = '', rest = ''] = text.split(begin);
  const [figures = '', after = ''] = rest.split(end);
  const sections = new Map(sectionsIn(figures));
  for (const finding of findings) sections.set(finding.scenario.name, dated(finding));
  const kept = [...sections].toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const written = [begin, ...kept.map(([, section]) => section), end].join('\n\n');
  const options = { ...(await resolveConfig(page)), parser: 'markdown' };
  writeFileSync(page, await format(`${before}${written}${after}`, options));
}

function sectionsIn(figures: string): [name: string, section: string][] {
  return figures
    .split(/^(?=### )/m)
    .map((section) => section.trim())
    .filter((section) => heading.test(section))
    .map((section) => [heading.exec(section)?.[1] ?? '', section]);
}

function dated(finding: Finding): string {
  const day = new Date().toISOString().slice(0, 10);
  return `${sectionOf(finding)}\n\n_${day}, ${machine()}; took ${Math.round(finding.seconds)} s._`;
}
