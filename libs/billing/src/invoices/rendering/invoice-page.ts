import { escaped } from '@onegate/platform';
import type { InvoiceDocument, InvoiceDocumentLine } from './invoice-document.js';

/** An invoice as a page that prints well: no script, no outside resource. */
export function invoicePage({ title, seller, buyer, facts, lines, total, notes }: InvoiceDocument): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; color: #1a1d21; max-width: 46rem; margin: 3rem auto; padding: 0 1.5rem }
  header { display: flex; flex-wrap: wrap; gap: 1rem 2rem } h1 { font-size: 1.6rem; margin: 0 0 1rem }
  address { font-style: normal; flex: 1 1 14rem; min-width: 0; overflow-wrap: anywhere } dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 2rem 0 }
  dt { color: #6b7280 } dd { margin: 0; overflow-wrap: anywhere } table { width: 100%; border-collapse: collapse; margin: 1rem 0 }
  th { text-align: left; color: #6b7280; font-weight: 500 } th, td { padding: .5rem 0; border-bottom: 1px solid #e5e7eb; vertical-align: top }
  tr { break-inside: avoid } th:first-child { width: 100% } td:first-child { overflow-wrap: anywhere }
  .n { text-align: right; padding-left: clamp(1rem, 5vw, 3rem); white-space: nowrap; font-variant-numeric: tabular-nums } footer { color: #6b7280 }
  /* A foot of the table would be printed on every page, as if each had that total. */
  .sum { break-before: avoid } .sum td { font-weight: 600; border: 0; white-space: nowrap }
  @page { margin: 18mm; @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt system-ui, sans-serif; color: #6b7280 } }
  @media print { body { font-size: 10pt; max-width: none; margin: 0; padding: 0 } }
</style>
<h1>${escaped(title)}</h1>
<header><address>${block(seller)}</address><address><strong>For</strong><br>${block(buyer)}</address></header>
<dl>${facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>
<table>
<thead><tr><th>What</th><th class="n">Quantity</th><th class="n">Amount</th></tr></thead>
<tbody>${lines.map(row).join('')}
<tr class="sum"><td>Total</td><td class="n" colspan="2">${escaped(total)}</td></tr></tbody>
</table>
<footer>${notes.map((note) => `<p>${escaped(note)}</p>`).join('')}</footer>
</html>`;
}

function row({ text, quantity, amount }: InvoiceDocumentLine): string {
  return `<tr><td>${escaped(text)}</td><td class="n">${escaped(quantity)}</td><td class="n">${escaped(amount)}</td></tr>`;
}

function block(lines: readonly string[]): string {
  return lines.map(escaped).join('<br>');
}
