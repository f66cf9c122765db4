import { defineFailure } from '@onegate/platform';

export const inviteUnknown = defineFailure('invite.unknown', 'not_found', 'Invite not found');
export const inviteOver = defineFailure(
  'invite.over',
  'conflict',
  'This invite was used, withdrawn, or sent again since, or it has expired. Ask for a new one.',
);
export const inviteForAnother = defineFailure(
  'invite.for_another',
  'forbidden',
  'This invite was sent to another e-mail address. Sign in with that one to accept it.',
);
export const seatsTaken = defineFailure(
  'seats.taken',
  'payment_required',
  'The plan has {seats} seats; with these invites {needed} would be taken. Add seats, or withdraw invites that are pending.',
);
export const tooManyInvites = defineFailure(
  'invite.too_many',
  'rate_limited',
  'You have sent as many invites as one person may in a day. Go on tomorrow.',
);
