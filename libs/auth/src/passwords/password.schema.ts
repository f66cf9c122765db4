import { z } from 'zod';

/** Long enough to resist guessing; bounded, because hashing costs. */
export const newPassword = z.string().min(8).max(200);
