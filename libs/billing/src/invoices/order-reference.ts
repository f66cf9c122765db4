/** The name under which the money of an invoice is asked for the n-th time: one payment for ever. */
export function orderReference({ publicId, attempts }: { publicId: string; attempts: number }): string {
  return `invoice:${publicId}:${attempts}`;
}

export function readOrderReference(reference: string): { publicId: string; attempt: number } {
  const [, publicId = '', attempt = ''] = reference.split(':');
  return { publicId, attempt: Number(attempt) };
}
