import { escaped } from '@onegate/platform';
import type { FastifyReply } from 'fastify';

/** The frame of the pages around paying: no script, nothing from elsewhere. */
export function paymentPage(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${styles}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>`;
}

const styles = `
  :root { color-scheme: light dark; --ink: #1b2330; --soft: #5d6878; --line: #d9dfe7; --card: #fff; --back: #f3f5f8; --accent: #2b5bd7; --alert: #b42318 }
  @media (prefers-color-scheme: dark) { :root { --ink: #eef1f6; --soft: #a3aebf; --line: #394353; --card: #1d2430; --back: #12171f; --accent: #6f97ff; --alert: #ff8a7a } }
  * { box-sizing: border-box }
  body { margin: 0; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; color: var(--ink); background: var(--back); min-height: 100vh; display: grid; place-items: center; padding: 1.5rem }
  main { width: 100%; max-width: 27rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.75rem; display: grid; gap: 1.1rem; box-shadow: 0 8px 28px #1b233014 }
  header { display: flex; justify-content: space-between; align-items: center; color: var(--soft); font-size: .875rem }
  .badge { background: #fdf0d3; color: #7a4d00; border-radius: 999px; padding: .1rem .6rem; font-weight: 600 }
  h1 { font-size: 1.1rem; margin: 0; font-weight: 600 }
  .amount { font-size: 2.2rem; font-weight: 700; letter-spacing: -.02em; line-height: 1.1; margin: 0 }
  p { margin: 0 } .soft { color: var(--soft); font-size: .9rem }
  form { display: grid; gap: 1rem } fieldset { border: 0; padding: 0; margin: 0; display: grid; gap: .5rem }
  legend { padding: 0; margin-bottom: .5rem; font-weight: 600; font-size: .9rem }
  .choice { display: grid; grid-template-columns: auto 1fr; gap: .1rem .75rem; align-items: center; border: 1px solid var(--line); border-radius: 10px; padding: .65rem .85rem; cursor: pointer }
  .choice:has(:checked) { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent) }
  .choice input { grid-row: span 2; accent-color: var(--accent) } .choice b { font-variant-numeric: tabular-nums; font-weight: 600 } bdi { white-space: nowrap }
  .choice span { color: var(--soft); font-size: .85rem }
  .expiry { display: flex; gap: .75rem } .expiry label { display: grid; gap: .25rem; flex: 1; font-size: .9rem }
  select { font: inherit; padding: .5rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--ink) }
  button { font: inherit; font-weight: 600; padding: .75rem 1rem; border-radius: 10px; border: 1px solid var(--accent); background: var(--accent); color: #fff; cursor: pointer }
  @media (prefers-color-scheme: dark) { button { color: #10151d } }
  button.quiet { background: transparent; color: var(--accent) } .buttons { display: grid; gap: .6rem }
  a { color: var(--accent) } .center { text-align: center }
  [role=alert] { color: var(--alert); font-weight: 600 }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`;

/** Where the forms of the page may lead: browsers hold the redirect after one to it too. */
export function sendPage(reply: FastifyReply, html: string, { status = 200, leadsTo = [] as string[] } = {}) {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    `form-action 'self' ${[...new Set(leadsTo.map(originOf))].join(' ')}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  return reply
    .status(status)
    .headers({
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .type('text/html; charset=utf-8')
    .send(html);
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : "'self'";
}
