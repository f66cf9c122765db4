const plain = /^[a-z0-9!#$&^_.+-]{1,80}\/[a-z0-9!#$&^_.+-]{1,80}$/;
const unspecific = 'application/octet-stream';

/** What clients upload without saying what it is, by the end of its name. */
const byExtension: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  gif: 'image/gif',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  jsonl: 'application/jsonl',
  md: 'text/markdown',
  mp3: 'audio/mpeg',
  pdf: 'application/pdf',
  png: 'image/png',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  txt: 'text/plain',
  wav: 'audio/wav',
  webp: 'image/webp',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: 'application/xml',
};

/** The type of a file: what its uploader says, without parameters; where that says nothing, what its name says. */
export function mediaTypeOf(told: string | undefined, filename: string): string {
  const type = (told ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (plain.test(type) && type !== unspecific) return type;
  const extension = filename.slice(filename.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(byExtension, extension) ? (byExtension[extension] ?? unspecific) : unspecific;
}

/** Whether a type is one of a list such as `['application/pdf', 'image/*']`; an empty list accepts all. */
export function isAccepted(type: string, accepted: readonly string[]): boolean {
  if (accepted.length === 0) return true;
  return accepted.some((one) => {
    const wanted = one.toLowerCase();
    return wanted.endsWith('/*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
  });
}

const textual = /^text\/|[/+](json|jsonl|x-ndjson|xml|yaml|x-yaml|javascript|x-sh|sql)$/;

/** Whether it can be given to a model as text. */
export function isText(type: string): boolean {
  return textual.test(type);
}
