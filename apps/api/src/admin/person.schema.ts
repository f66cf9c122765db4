import { newPassword } from '@onegate/auth';
import { newPerson, personChange } from '@onegate/tenants';
import { z } from 'zod';

export const createPerson = newPerson.extend({ password: newPassword }).meta({
  id: 'NewPerson',
  example: {
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    password: 'correct horse battery',
    roles: [],
  },
});

export const updatePerson = personChange.extend({ password: newPassword.optional() }).meta({
  id: 'PersonChange',
  example: { name: 'Ada King' },
});

export type CreatePerson = z.output<typeof createPerson>;
export type UpdatePerson = z.output<typeof updatePerson>;
