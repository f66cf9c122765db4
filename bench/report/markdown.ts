import type { Scenario, Table } from '../scenario.ts';

export interface Finding {
  readonly scenario: Pick<Scenario, 'name' | 'about'>;
  readonly tables: readonly Table[];
  readonly seconds: number;
}

export function sectionOf({ scenario, tables }: Finding): string {
  return [`### ${scenario.name}`, `${scenario.about}.`, ...tables.map(tableText)].join('\n\n');
}

function tableText({ title, columns, rows, notes = [] }: Table): string {
  const lines = [
    `|  | ${columns.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(columns.length)}`,
    ...rows.map(({ what, figures }) => `| ${what} | ${figures.join(' | ')} |`),
  ];
  const parts = [title, lines.join('\n'), notes.map((note) => `- ${note}`).join('\n')];
  return parts.filter(Boolean).join('\n\n');
}
