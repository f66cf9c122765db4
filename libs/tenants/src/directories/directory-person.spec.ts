import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { personFrom } from './directory-person.js';
import { jsonPerson } from './json-listing.js';
import { scimPerson } from './scim-listing.js';

describe('personFrom', () => {
  it('makes whatever a directory sends fit to be stored, or says that there is no one', () => {
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 400 }), { nil: undefined });
    fc.assert(
      fc.property(text, text, text, fc.anything(), (id, email, name, active) => {
        const person = personFrom({ id, email, name, active });
        if (person === null) return;
        const texts = [person.externalId, person.name, person.email ?? ''];
        expect(texts.every((one) => one.isWellFormed() && !/\p{Cc}/u.test(one))).toBe(true);
        expect(person.externalId.length).toBeGreaterThan(0);
        expect(person.externalId.length).toBeLessThanOrEqual(255);
        expect(person.name.length).toBeLessThanOrEqual(200);
        expect(person.email).toBe(person.email?.toLowerCase() ?? null);
      }),
    );
  });

  it('takes people for active unless the directory says otherwise', () => {
    const isActive = (active: unknown) => personFrom({ id: '1', email: undefined, name: '', active })?.active;
    for (const value of [undefined, null, true, 1, 'yes', 'ACTIVE', {}]) expect(isActive(value)).toBe(true);
    for (const value of [false, 0, '0', 'False', ' inactive ', 'SUSPENDED'])
      expect(isActive(value)).toBe(false);
  });
});

describe('scimPerson', () => {
  it('prefers the primary e-mail, then the first, then a user name that is one', () => {
    const emails = [{ value: 'first@x.example' }, { value: 'Main@x.example', primary: true }];
    const addressOf = (resource: object) => scimPerson({ id: '1', ...resource })?.email;
    expect(addressOf({ userName: 'u@x.example', emails })).toBe('main@x.example');
    expect(addressOf({ userName: 'u@x.example', emails: emails.slice(0, 1) })).toBe('first@x.example');
    expect(addressOf({ userName: 'u@x.example', emails: [{ type: 'work' }, 7] })).toBe('u@x.example');
    expect(addressOf({ userName: 'jdoe' })).toBeNull();
  });

  it('composes a name where none is formatted', () => {
    const nameOf = (resource: object) => scimPerson({ id: '1', ...resource })?.name;
    expect(nameOf({ displayName: 'Ada', name: { formatted: 'Ada King' } })).toBe('Ada');
    expect(nameOf({ name: { formatted: 'Ada King' } })).toBe('Ada King');
    expect(nameOf({ name: { givenName: 'Ada', familyName: 'King' } })).toBe('Ada King');
    expect(nameOf({})).toBe('');
  });

  it('takes anything at all', () => {
    fc.assert(fc.property(fc.anything(), (resource) => void scimPerson(resource)));
  });
});

describe('jsonPerson', () => {
  const mapping = {
    items: '',
    id: 'key',
    email: 'contact.0.mail',
    active: 'on',
    paging: { by: 'none' },
  } as const;

  it('looks where the mapping says', () => {
    expect(jsonPerson({ key: 7, contact: [{ mail: 'A@x.example' }], on: 'no' }, mapping)).toEqual({
      externalId: '7',
      email: 'a@x.example',
      name: '',
      active: false,
    });
  });

  it('finds only what is the document’s own', () => {
    expect(jsonPerson({}, { ...mapping, id: 'constructor.name' })).toBeNull();
    expect(jsonPerson({}, { ...mapping, id: '__proto__' })).toBeNull();
  });
});
