import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { z } from 'zod';
import { failureOfIssues, useFieldComplaints } from './complaints.js';

const before = z.config().customError;

beforeAll(() => useFieldComplaints());
afterAll(() => void z.config({ customError: before }));

it.each([
  [z.number().min(0), -1, 'The n field must be at least 0.'],
  [z.number().positive(), 0, 'The n field must be greater than 0.'],
  [z.number().max(5), 6, 'The n field must be at most 5.'],
  [z.number().lt(5), 5, 'The n field must be less than 5.'],
  [z.string().min(2), 'a', 'The n field must be at least 2 characters.'],
  [z.array(z.string()).max(1), ['a', 'b'], 'The n field must be at most 1 items.'],
])('what is out of bounds is told which they are (%#)', (schema, n, complaint) => {
  const { error } = z.object({ n: schema }).safeParse({ n });
  expect(failureOfIssues(error?.issues ?? []).fields).toEqual({ n: [complaint] });
});
