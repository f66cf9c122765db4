const people = 100_000;
const longestPage = 1_000;

/** A page of a SCIM directory with a hundred thousand people in it. */
export function directoryPage(query: URLSearchParams): string {
  const startIndex = Number(query.get('startIndex') ?? 1);
  const count = Math.min(longestPage, Number(query.get('count') ?? longestPage), people - startIndex + 1);
  return JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: people,
    startIndex,
    itemsPerPage: count,
    Resources: Array.from({ length: count }, (_, index) => person(startIndex + index)),
  });
}

function person(number: number) {
  const email = `person${number}@directory.example`;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    id: `id-${number}`,
    userName: email,
    displayName: `Person ${number}`,
    active: true,
    emails: [{ value: email, primary: true }],
  };
}
