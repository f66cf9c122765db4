import { escaped } from '@onegate/platform';

type Row = readonly [name: string, value: string];

/** What was paid, as a letter: the same in words and as a page. */
export interface ReceiptLetter {
  readonly title: string;
  /** Whose account it was paid for. */
  readonly account: string;
  readonly about: string;
  readonly lines: readonly Row[];
  readonly total: string;
  readonly facts: readonly Row[];
  readonly notes: readonly string[];
}

/** Mail programs know little: tables, styles within the tags, and nothing from elsewhere. */
export function receiptPage({ title, account, about, lines, total, facts, notes }: ReceiptLetter): string {
  const rows = [...lines.map((line) => row(line, ruled)), row(['Total', total], bold)];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:24px 12px;background:#f3f5f8;${font}">
<table role="presentation" align="center" cellpadding="0" cellspacing="0" style="${card}"><tr><td style="padding:28px">
<p style="margin:0 0 4px;${soft}">For ${escaped(account)}</p>
<h1 style="margin:0 0 16px;font-size:20px">${escaped(title)}</h1>
<p style="margin:0 0 16px">${escaped(about)}</p>
<table cellpadding="0" cellspacing="0" style="${wide}">${rows.join('')}</table>
<table role="presentation" cellpadding="0" cellspacing="0" style="${wide};margin-top:20px;${soft}">${facts.map((fact) => row(fact, '', unbroken)).join('')}</table>
${notes.map((note) => `<p style="margin:16px 0 0;${soft}">${escaped(note)}</p>`).join('')}
</td></tr></table>
</body></html>`;
}

const font = 'font:15px/1.5 system-ui,-apple-system,Segoe UI,sans-serif;color:#1a1d21';
const card = 'width:100%;max-width:540px;background:#ffffff;border:1px solid #d9dfe7;border-radius:12px';
const wide = 'width:100%;border-collapse:collapse';
const soft = 'color:#5d6878;font-size:14px';
const ruled = 'border-bottom:1px solid #e5e7eb;';
const bold = 'font-weight:600;';
const unbroken = 'white-space:nowrap;';

function row([name, value]: Row, style: string, nameStyle = ''): string {
  const cell = `padding:7px 0;vertical-align:top;${style}`;
  return `<tr><td style="${cell}${nameStyle}">${escaped(name)}</td><td align="right" style="${cell}padding-left:16px;overflow-wrap:anywhere">${escaped(value)}</td></tr>`;
}
