import path from 'node:path';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';

export function addressOf({ host, port }: Pick<Settings, 'host' | 'port'>): string {
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

/** What a newcomer needs to go on, ending in the line that says that all is up. */
export function summary(settings: Settings, secrets: Secrets, dataFolder: string): string {
  const url = addressOf(settings);
  return `
  API         ${url}
  API docs    ${url}/docs
  Job queues  ${url}/queues
  Data        ${dataFolder}
  Logs        ${path.join(dataFolder, 'logs')}

  Administrator
    e-mail    ${secrets.adminEmail}
    password  ${secrets.adminPassword}

  API key
    ${secrets.apiKey}

  Try it:

${curl(url, secrets.apiKey)}

  Stop with Ctrl-C.

Onegate is ready on ${url}`;
}

/** On one line, so that it can be pasted anywhere. */
function curl(url: string, apiKey: string): string {
  const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Say hello' }] };
  const headers = [`Authorization: Bearer ${apiKey}`, 'Content-Type: application/json'];
  const quoted = headers.map((header) => `-H "${header}"`).join(' ');
  return `curl ${url}/v1/chat/completions ${quoted} -d '${JSON.stringify(body)}'`;
}
