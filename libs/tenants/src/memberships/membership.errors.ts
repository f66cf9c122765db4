import { defineFailure } from '@onegate/platform';

export const memberUnknown = defineFailure('member.unknown', 'not_found', 'Member not found');
export const lastOwner = defineFailure(
  'member.last_owner',
  'conflict',
  'The last owner of an organization cannot go. Make somebody else an owner first, or delete the organization.',
);
