export const dataFolder: string;
export function portProblem(port: number, host: string): Promise<string | undefined>;
