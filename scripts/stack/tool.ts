import { spawn, type SpawnOptions } from 'node:child_process';

export interface ToolResult {
  code: number | null;
  output: string;
}

export interface ToolOptions extends SpawnOptions {
  /** What the program reads from its standard input. */
  input?: string;
}

/** Runs a program to its end and keeps what it said. A program that cannot be started has code null. */
export function runTool(
  command: string,
  args: string[],
  { input, ...options }: ToolOptions = {},
): Promise<ToolResult> {
  return new Promise((resolve) => {
    const said: Buffer[] = [];
    const child = spawn(command, args, {
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      ...options,
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
    const end = (code: number | null, more = ''): void =>
      resolve({ code, output: Buffer.concat(said).toString('utf8') + more });
    child.once('error', (error) => end(null, error.message));
    child.once('close', (code) => end(code));
  });
}
